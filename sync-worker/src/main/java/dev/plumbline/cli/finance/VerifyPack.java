package dev.plumbline.cli.finance;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Whether what was signed is what is stored. */
@Command(
        name = "verify",
        description = "Work the hash of every pack of a month out anew. Exit 1 when one is not what was made.")
final class VerifyPack implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "MONTH", description = "Such as 2026-11.")
    private String month = "";

    VerifyPack(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode proof = shell.server()
                .ask(Call.post("/v1/periods/{}/verify", month).json(Map.of()).within(LONG))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(proof);
        } else {
            proof.path("packs")
                    .forEach(pack -> shell.terminal()
                            .line(
                                    pack.path("valid").asBoolean(false) ? Paint.good("holds ") : Paint.bad("differs "),
                                    "version ",
                                    pack.path("version").asLong(0),
                                    "  ",
                                    pack.path("contentSha256").asString("")));
        }
        return proof.path("valid").asBoolean(false) ? Exit.OK : Exit.ERROR;
    }
}
