package dev.plumbline.cli.migration;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Something is asked of a migration, and watched until it has come to its end, or to the end of its wave. */
@Command(
        description = {
            "Ask it of a migration, and watch until that is done; --no-watch returns at once.",
            "Exit 0 when it was done, 2 when there is something to look at (who loses, who failed, a wave that waits), 1 when it failed."
        })
final class AskMigration implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Shell shell;
    private final String what;

    @Parameters(index = "0", paramLabel = "ID", description = "As migration list shows it.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why. start and undo do not go without.")
    private @Nullable String reason;

    @Option(names = "--link", paramLabel = "URL", description = "Where more is to be read.")
    private @Nullable String link;

    @Option(names = "--no-watch", description = "Do not wait for it.")
    private boolean noWatch;

    AskMigration(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    @Override
    public Integer call() throws InterruptedException {
        var body = new LinkedHashMap<String, Object>();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (link != null) {
            body.put("link", link);
        }
        shell.server().ask(Call.post("/v1/migrations/{}/" + what, id).json(body));
        JsonNode now = now();
        while (!noWatch && isUnderWay(now)) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            now = now();
            JsonNode progress = now.path("progress");
            shell.terminal()
                    .progress(
                            now.path("action").asString("") + wave(now),
                            progress.path("done").asLong(0),
                            progress.path("of").asLong(0));
        }
        return told(now);
    }

    private JsonNode now() {
        return shell.server().ask(Call.get("/v1/migrations/{}", id)).json();
    }

    private static boolean isUnderWay(JsonNode now) {
        return switch (now.path("status").asString("")) {
            case "PENDING", "RUNNING" -> true;
            default -> false;
        };
    }

    private static String wave(JsonNode now) {
        return now.path("action").asString("").equals("move")
                ? " wave " + now.path("wave").asString("") + " of "
                        + now.path("waves").path("count").asString("")
                : "";
    }

    private int told(JsonNode now) {
        boolean previewed =
                what.equals("preview") && now.path("status").asString("").equals("PREVIEWED");
        JsonNode shown = previewed
                ? shell.server().ask(Call.get("/v1/migrations/{}/preview", id)).json()
                : now;
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(shown);
        } else if (previewed) {
            tellPreview(shown.path("summary"));
        } else {
            tell(now);
        }
        return exit(now, shown);
    }

    private void tellPreview(JsonNode summary) {
        shell.terminal()
                .line(
                        summary.path("moves").asLong(0),
                        " customers move; ",
                        summary.path("lose").asLong(0),
                        " lose something, ",
                        summary.path("gain").asLong(0),
                        " gain something");
        summary.path("byFeature")
                .properties()
                .forEach(feature -> feature.getValue()
                        .properties()
                        .forEach(kind -> shell.terminal()
                                .line(
                                        "       ",
                                        feature.getKey(),
                                        " ",
                                        kind.getKey(),
                                        ": ",
                                        kind.getValue().asLong(0))));
        summary.path("leftOut")
                .properties()
                .forEach(why -> shell.terminal()
                        .line(
                                "       left out, ",
                                why.getKey(),
                                ": ",
                                why.getValue().asLong(0)));
    }

    private void tell(JsonNode now) {
        String status = now.path("status").asString("");
        shell.terminal()
                .line(
                        status.equals("FAILED") ? Paint.bad(status) : Paint.good(status),
                        wave(now),
                        "  ",
                        now.path("from").asString(""),
                        " to ",
                        now.path("to").asString(""));
        now.path("counts")
                .properties()
                .forEach(count ->
                        shell.terminal().line("       ", count.getValue().asLong(0), " ", count.getKey()));
        if (now.path("failure").isString()) {
            shell.terminal().line("       ", now.path("failure").asString(""));
        }
    }

    private static int exit(JsonNode now, JsonNode shown) {
        String status = now.path("status").asString("");
        if (status.equals("FAILED")) {
            return Exit.ERROR;
        }
        boolean failures = now.path("counts").properties().stream()
                .anyMatch(count -> count.getKey().startsWith("FAILED"));
        boolean losers = shown.path("summary").path("lose").asLong(0) > 0;
        return failures || losers || status.equals("WAITING") ? Exit.FOUND : Exit.OK;
    }
}
