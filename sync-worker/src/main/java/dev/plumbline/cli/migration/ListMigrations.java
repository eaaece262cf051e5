package dev.plumbline.cli.migration;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Those there are. */
@Command(name = "list", description = "Migrations, the newest first; at most 100.")
final class ListMigrations implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Of this plan only.")
    private @Nullable String plan;

    @Option(names = "--status", paramLabel = "STATUS", description = "draft, previewed, running, waiting, stopped, …")
    private @Nullable String status;

    ListMigrations(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode all = shell.server()
                .ask(Call.get("/v1/migrations")
                        .with("plan", plan)
                        .with("status", status)
                        .with("limit", 100))
                .json()
                .path("data");
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all);
        } else if (all.isEmpty()) {
            shell.terminal().remark("none");
        } else {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("ID", "STATUS", "FROM", "TO", "WHEN", "WAVE", "ASKED BY", "WHY"));
            all.forEach(one -> rows.add(List.of(
                    one.path("id").asString(""),
                    one.path("status").asString(""),
                    one.path("from").asString(""),
                    one.path("to").asString(""),
                    one.path("when").asString(""),
                    one.path("wave").asString("") + "/"
                            + one.path("waves").path("count").asString(""),
                    one.path("askedBy").asString(""),
                    one.path("reason").asString(""))));
            shell.terminal().table(rows);
        }
        return Exit.OK;
    }
}
