package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Why is the answer what it is? */
@Command(name = "explain", description = "Why may this customer use this feature, or not: every layer and every fact.")
public final class Explain implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Our key of the customer.")
    private String customer = "";

    @Parameters(index = "1", paramLabel = "FEATURE", description = "A feature of the catalog.")
    private String feature = "";

    @Option(names = "--at", paramLabel = "INSTANT", description = "When, past or future. Default: now.")
    private @Nullable Instant at;

    public Explain(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode explained = shell.server()
                .ask(Call.get("/v1/customers/{}/entitlements/{}/explain", customer, feature)
                        .with("at", at))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(explained);
            return Exit.OK;
        }
        shell.terminal().line(Answers.line(explained.path("decision")));
        for (JsonNode layer : explained.path("layers")) {
            boolean won = layer.path("won").asBoolean(false);
            String name = "%-17s ".formatted(layer.path("layer").asString(""));
            shell.terminal()
                    .line(
                            won ? Paint.good("  * " + name) : Paint.faint("    " + name),
                            change(layer),
                            Paint.faint(" " + layer.path("why").asString("")));
        }
        for (JsonNode fact : explained.path("facts")) {
            shell.terminal()
                    .line(
                            "  fact ",
                            fact.path("kind").asString(""),
                            " ",
                            fact.path("ref").asString(""),
                            fact.path("event").isString()
                                    ? " (told by " + fact.path("event").asString() + ")"
                                    : "");
        }
        return Exit.OK;
    }

    private static String change(JsonNode layer) {
        String source = layer.path("source").path("ref").asString("");
        String before = layer.path("before").asString("nothing");
        String after = layer.path("after").asString("nothing");
        String change = before.equals(after) ? "" : before + " → " + after;
        return source + (source.isEmpty() || change.isEmpty() ? "" : ": ") + change;
    }
}
