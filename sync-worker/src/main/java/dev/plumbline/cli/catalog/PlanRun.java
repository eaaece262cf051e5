package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A plan at the server, from the file to its end: every customer is looked at, which may take a while. */
final class PlanRun {
    private static final String WAIT = "PT20S";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The server answers sooner when it is done; until then people see how far it is. */
    private static final String LOOK_AGAIN = "PT1S";

    private static final Set<String> GOING = Set.of("PENDING", "RUNNING");

    private PlanRun() {}

    static JsonNode of(Shell shell, String file, @Nullable Instant effectiveAt) {
        Call call = Call.post("/v1/catalog/plan")
                .with("wait", WAIT)
                .with("effectiveAt", effectiveAt)
                .yaml(SourceFile.read(file))
                .within(PATIENCE);
        JsonNode run;
        try {
            run = shell.server().ask(call).json();
        } catch (Failure refused) {
            throw refused.in(file);
        }
        while (GOING.contains(run.path("status").asString(""))) {
            JsonNode progress = run.path("progress");
            shell.terminal()
                    .progress(
                            "looking at customers",
                            progress.path("done").asLong(0),
                            progress.path("of").asLong(0));
            run = shell.server()
                    .ask(Call.get("/v1/catalog/plans/{}", run.path("id").asString(""))
                            .with("wait", LOOK_AGAIN))
                    .json();
        }
        if (!run.path("status").asString("COMPLETED").equals("COMPLETED")) {
            throw Failure.of(
                    "The plan ended as " + run.path("status").asString("") + " "
                            + run.path("failure").asString(""),
                    "Run it again; the log of the server says more");
        }
        return run;
    }

    static boolean changesAnything(JsonNode run) {
        return !run.path("diff").isEmpty()
                || run.path("counts").path("customers").asLong(0) > 0;
    }
}
