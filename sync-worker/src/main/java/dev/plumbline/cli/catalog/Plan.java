package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Before a publish: what would be other. */
@Command(
        name = "plan",
        description =
                "Show what a file would change: the model, and who gains and who loses. Writes nothing. Exit 2 when"
                        + " anything changes.")
final class Plan implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The catalog file, - for the standard input.")
    private String file = "";

    @Option(
            names = "--effective-at",
            paramLabel = "INSTANT",
            description = "When it would take effect. Default: at once.")
    private @Nullable Instant effectiveAt;

    Plan(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode run = PlanRun.of(shell, file, effectiveAt);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(run);
        } else {
            var report = new PlanReport(shell.terminal());
            report.diff(run);
            report.counts(run);
            shell.terminal()
                    .remark(
                            "plan ",
                            run.path("id").asString(""),
                            ", made on revision ",
                            run.path("base").asString("none"));
        }
        return PlanRun.changesAnything(run) ? Exit.FOUND : Exit.OK;
    }
}
