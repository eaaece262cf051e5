package dev.plumbline.cli.migration;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Draws one up: nobody moves by that. */
@Command(
        name = "create",
        description = {
            "Draw up a migration from one version of a plan to another. Nobody moves before it is previewed and started.",
            "For example: migration create team@1 team@2 --market nordics --waves 5,25,100 --reason \"Version 1 is retired\""
        })
final class CreateMigration implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FROM", description = "Such as team@1.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Another version of the same plan.")
    private String to = "";

    @Option(
            names = "--when",
            paramLabel = "WHEN",
            description =
                    "at-renewal, now, or an instant. Default: what the model says of the version, else at-renewal.")
    private @Nullable String when;

    @Option(names = "--not-before", paramLabel = "INSTANT", description = "At the first renewal from then on.")
    private @Nullable String notBefore;

    @Option(names = "--include", split = ",", paramLabel = "CUSTOMER", description = "Only these.")
    private List<String> include = List.of();

    @Option(names = "--exclude", split = ",", paramLabel = "CUSTOMER", description = "Never these.")
    private List<String> exclude = List.of();

    @Option(names = "--country", split = ",", paramLabel = "CODE", description = "Only in these countries.")
    private List<String> countries = List.of();

    @Option(names = "--market", split = ",", paramLabel = "MARKET", description = "Only in these markets.")
    private List<String> markets = List.of();

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "Only who has it.")
    private Map<String, String> attributes = Map.of();

    @Option(names = "--term", split = ",", paramLabel = "TERM", description = "Only of these terms.")
    private List<String> terms = List.of();

    @Option(names = "--price", split = ",", paramLabel = "PRICE", description = "Only of these prices.")
    private List<String> prices = List.of();

    @Option(names = "--also-moved-by-hand", description = "Also whom a person put on that version.")
    private boolean movedByHand;

    @Option(
            names = "--waves",
            split = ",",
            paramLabel = "PERCENT",
            description = "Up to so many per cent after each wave, such as 5,25,100. Default: all at once.")
    private List<Integer> percent = List.of();

    @Option(names = "--wave-size", paramLabel = "CUSTOMERS", description = "So many in each wave, instead.")
    private @Nullable Integer size;

    @Option(
            names = "--pause",
            paramLabel = "DURATION",
            description = "After which the next wave begins by itself, such as PT1H. Default: a person begins it.")
    private @Nullable String pause;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays with each change.")
    private String reason = "";

    @Option(names = "--link", paramLabel = "URL", description = "Where more is to be read.")
    private @Nullable String link;

    CreateMigration(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode drawn =
                shell.server().ask(Call.post("/v1/migrations").json(body())).json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(drawn);
        } else {
            String id = drawn.path("id").asString("");
            shell.terminal().line(Paint.good("drawn up: "), "migration ", id);
            shell.terminal().remark("look at who moves: migration preview ", id);
        }
        return Exit.OK;
    }

    private Map<String, Object> body() {
        var cohort = new LinkedHashMap<String, Object>();
        cohort.put("include", include);
        cohort.put("exclude", exclude);
        cohort.put("countries", countries);
        cohort.put("markets", markets);
        cohort.put("attributes", attributes);
        cohort.put("terms", terms);
        cohort.put("prices", prices);
        cohort.put("movedByHand", movedByHand);
        var waves = new LinkedHashMap<String, Object>();
        waves.put("percent", percent);
        put(waves, "size", size);
        put(waves, "pause", pause);
        var body = new LinkedHashMap<String, Object>();
        body.put("from", from);
        body.put("to", to);
        body.put("cohort", cohort);
        put(body, "when", when);
        put(body, "notBefore", notBefore);
        body.put("waves", waves);
        body.put("reason", reason);
        put(body, "link", link);
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
