package dev.plumbline.cli.finance;

import dev.plumbline.cli.shell.Because;
import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** One of the steps of a month. */
@Command(
        description = {
            "One step of a month: prepare (one person), review and lock (another), reopen (two people).",
            "Exit 0 when it was taken, 2 when it now waits for a second person."
        })
final class TakeStep implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Shell shell;
    private final String step;

    @Parameters(index = "0", paramLabel = "MONTH", description = "Such as 2026-11.")
    private String month = "";

    @Mixin
    private final Because because = new Because();

    @Option(
            names = "--hash",
            paramLabel = "SHA256",
            description = "Of the pack that you looked at: if another one is there by now, nothing is done.")
    private @Nullable String hash;

    TakeStep(Shell shell, String step) {
        this.shell = shell;
        this.step = step;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = because.body();
        if (hash != null) {
            body.put("contentSha256", hash);
        }
        JsonNode period = shell.server()
                .ask(Call.post("/v1/periods/{}/" + step, month).json(body).within(LONG))
                .json();
        ShowPeriod.tell(shell, period);
        return period.path("waiting").isEmpty() ? Exit.OK : Exit.FOUND;
    }
}
