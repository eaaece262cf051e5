package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A person decides for one customer, for a while. */
@Command(name = "add", description = "Grant, set or deny a feature for one customer, with a reason and an end.")
final class AddOverride implements Callable<Integer> {
    /** What it does to what the customer has. */
    enum Effect {
        /** At least this much; never lowers. */
        grant,
        /** Just this. */
        set,
        /** Nothing. */
        deny
    }

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Our key of the customer.")
    private String customer = "";

    @Parameters(index = "1", paramLabel = "FEATURE", description = "A feature of the catalog.")
    private String feature = "";

    @Parameters(index = "2", paramLabel = "EFFECT", description = "grant (at least this), set (just this) or deny.")
    private Effect effect = Effect.grant;

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "How much: a number, unlimited, a level, true or false. A switch needs none.")
    private @Nullable String value;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private String reason = "";

    @Option(
            names = "--until",
            required = true,
            paramLabel = "INSTANT",
            description = "When it ends, such as 2026-12-01T00:00:00Z. Nothing is for ever.")
    private Instant until = Instant.MIN;

    @Option(names = "--from", paramLabel = "INSTANT", description = "When it begins. Default: now.")
    private @Nullable Instant from;

    @Option(names = "--link", paramLabel = "URL", description = "The ticket or incident.")
    private @Nullable String link;

    @Option(names = "--user", paramLabel = "USER", description = "For one user of the customer only.")
    private @Nullable String user;

    @Option(names = "--ignore-availability", description = "Also where it is not sold (takes a key of an admin).")
    private boolean ignoreAvailability;

    @Option(names = "--dry-run", description = "Only show what it would change.")
    private boolean dryRun;

    AddOverride(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode made = shell.server()
                .ask(Call.post("/v1/customers/{}/overrides", customer)
                        .with("dryRun", dryRun ? "true" : null)
                        .json(body()))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(made);
        } else if (dryRun) {
            for (JsonNode changed : made.path("features")) {
                shell.terminal()
                        .line(
                                changed.path("feature").asString(""),
                                changed.path("changes").asBoolean(false)
                                        ? ": would change from " + changed.path("before") + " to "
                                                + changed.path("after")
                                        : ": would stay as it is");
            }
        } else {
            shell.terminal().line(Paint.good("added: "), made.path("id").asString(""), " until ", until);
        }
        return Exit.OK;
    }

    private Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("feature", feature);
        body.put("effect", effect.name());
        put(body, "value", value == null ? null : OverrideValue.of(value));
        put(body, "validFrom", from == null ? null : from.toString());
        body.put("validUntil", until.toString());
        body.put("reason", reason);
        put(body, "link", link);
        put(body, "user", user);
        put(body, "ignoreAvailability", ignoreAvailability ? Boolean.TRUE : null);
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
