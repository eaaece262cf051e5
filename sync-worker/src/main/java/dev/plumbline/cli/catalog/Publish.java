package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a file the model. */
@Command(name = "publish", description = "Make a file the model. Versions that are new in it are frozen from then on.")
final class Publish implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The catalog file, - for the standard input.")
    private String file = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit; a ticket or a link.")
    private @Nullable String reason;

    @Option(names = "--effective-at", paramLabel = "INSTANT", description = "When it takes effect. Default: at once.")
    private @Nullable Instant effectiveAt;

    @Option(
            names = "--base",
            paramLabel = "REVISION",
            description = "Refuse if another revision than this was published meanwhile; a plan names its base.")
    private @Nullable Long base;

    Publish(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Call call = Call.post("/v1/catalog/publish")
                .with("effectiveAt", effectiveAt)
                .header("X-Reason", reason)
                .header("If-Match", base == null ? null : "\"" + base + "\"")
                .yaml(SourceFile.read(file))
                .within(Duration.ofMinutes(2));
        JsonNode published;
        try {
            published = shell.server().ask(call).json();
        } catch (Failure refused) {
            throw refused.in(file);
        }
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(published);
            return Exit.OK;
        }
        boolean unchanged = published.path("unchanged").asBoolean(false);
        shell.terminal()
                .line(
                        Paint.good(unchanged ? "unchanged: " : "published: "),
                        "revision ",
                        published.path("revision").asString(""),
                        unchanged ? " says so already" : "");
        if (!unchanged && !file.equals("-")) {
            shell.terminal().remark("next: plumbline catalog lock ", file, ", and commit both");
        }
        return Exit.OK;
    }
}
