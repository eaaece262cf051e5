package dev.plumbline.cli.migration;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What became of each, or will. */
@Command(name = "outcomes", description = "What became of each customer of a migration, and why; or will.")
final class Outcomes implements Callable<Integer> {
    private static final int AT_ONCE = 1_000;

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ID", description = "As migration list shows it.")
    private String id = "";

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "pending, moved, skipped, failed or undone only.")
    private @Nullable String outcome;

    @Option(names = "--losers", description = "Only who loses something.")
    private boolean losers;

    Outcomes(Shell shell) {
        this.shell = shell;
    }

    /** Line by line: there may be a million. */
    @Override
    public Integer call() {
        String cursor = null;
        boolean any = false;
        do {
            JsonNode page = shell.server()
                    .ask(Call.get("/v1/migrations/{}/outcomes", id)
                            .with("outcome", outcome)
                            .with("loses", losers ? Boolean.TRUE : null)
                            .with("limit", AT_ONCE)
                            .with("cursor", cursor))
                    .json();
            for (JsonNode one : page.path("data")) {
                any = true;
                tell(one);
            }
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        if (!any) {
            shell.terminal().remark("none");
        }
        return Exit.OK;
    }

    private void tell(JsonNode one) {
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(one);
            return;
        }
        String why = one.path("why").asString("");
        String detail = one.path("detail").asString("");
        String at = one.path("effectiveAt").asString("");
        shell.terminal()
                .line(
                        one.path("outcome").asString(""),
                        "  ",
                        one.path("customer").asString(""),
                        why.isEmpty() ? "" : "  " + why,
                        detail.isEmpty() ? "" : "  " + detail,
                        at.isEmpty() ? "" : "  at " + at);
    }
}
