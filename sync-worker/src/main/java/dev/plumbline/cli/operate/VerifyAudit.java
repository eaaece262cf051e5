package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Walks along the audit's chain, on the server. */
@Command(
        name = "verify",
        description = {
            "Is the audit what was written? Every row is compared with the chain that seals it, and the chain with"
                    + " what was noted outside the database.",
            "Takes a key with the scope finance. Exit 2 when a row is bad: which, and what is wrong with it."
        })
final class VerifyAudit implements Callable<Integer> {
    /** A hundred thousand rows a second, and then some. */
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Shell shell;

    VerifyAudit(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode found = shell.server()
                .ask(Call.post("/v1/audit/verify").within(PATIENCE))
                .json();
        boolean valid = found.path("valid").asBoolean(false);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(found);
        } else if (valid) {
            shell.terminal()
                    .line(
                            Paint.good("valid "),
                            found.path("rows").asLong(0),
                            " rows, ",
                            found.path("anchors").asLong(0),
                            " notes outside the database");
            remarkOnKeys(found);
        } else {
            JsonNode problem = found.path("problem");
            shell.terminal()
                    .line(
                            Paint.bad("broken "),
                            "row ",
                            found.path("firstBad").asLong(0),
                            " (",
                            problem.path("code").asString(""),
                            "): ",
                            problem.path("detail").asString(""));
            shell.terminal().line("       mend: docs/runbook.md, The audit is not what was written");
        }
        return valid ? Exit.OK : Exit.FOUND;
    }

    private void remarkOnKeys(JsonNode found) {
        long keyless = found.path("keyless").asLong(0);
        if (keyless > 0) {
            shell.terminal()
                    .remark(keyless, " of them were sealed without a key and prove less: set PLUMBLINE_AUDIT_KEY");
        }
    }
}
