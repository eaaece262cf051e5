package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** What waits. */
@Command(name = "list", description = "What waits for a second person, the newest first. Exit 2 when anything does.")
final class ListApprovals implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "pending",
            description = "pending, executed, failed, refused, withdrawn or expired. Default: ${DEFAULT-VALUE}.")
    private String state = "pending";

    ListApprovals(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ArrayNode all = Pages.all(shell, "/v1/approvals", state);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all);
        } else if (all.isEmpty()) {
            shell.terminal().remark("none");
        } else {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("ID", "KIND", "ASKED BY", "UNTIL", "WHAT", "WHY"));
            all.forEach(one -> rows.add(List.of(
                    one.path("id").asString(""),
                    one.path("kind").asString(""),
                    one.path("askedBy").asString(""),
                    one.path("expiresAt").asString(""),
                    one.path("title").asString(""),
                    one.path("reason").asString(""))));
            shell.terminal().table(rows);
        }
        return state.equals("pending") && !all.isEmpty() ? Exit.FOUND : Exit.OK;
    }
}
