package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Compare an account with its billing system, and watch. */
@Command(
        name = "reconcile",
        description = {
            "Compare everything that an account's billing system lists with what we hold, and repair what differs.",
            "Shows how far it is, and ends when the run does. Takes a key with the scopes finance and read.",
            "Exit 0 when all fits, 2 when something differed or the run is held for a second person, 1 when it failed."
        })
public final class Reconcile implements Callable<Integer> {
    private static final Set<String> ENDS = Set.of("COMPLETED", "HELD", "FAILED", "STOPPED");
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Shell shell;

    @Option(names = "--dry-run", description = "Change nothing: say what would be repaired.")
    private boolean dryRun;

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "With several: the billing system.")
    private @Nullable String provider;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "With several: the account.")
    private @Nullable String account;

    @Option(names = "--date", paramLabel = "DATE", description = "The business date; today when it is left out.")
    private @Nullable LocalDate date;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private @Nullable String reason;

    public Reconcile(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("mode", dryRun ? "report" : "repair");
        put(asked, "provider", provider);
        put(asked, "account", account);
        put(asked, "businessDate", date == null ? null : date.toString());
        put(asked, "reason", reason);
        JsonNode run =
                shell.server().ask(Call.post("/v1/reconciliations").json(asked)).json();
        String id = run.path("id").asString("");
        shell.terminal()
                .remark(
                        "run ",
                        id,
                        " of ",
                        run.path("provider").asString(""),
                        "/",
                        run.path("account").asString(""));
        while (!ENDS.contains(run.path("status").asString(""))) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            run = shell.server().ask(Call.get("/v1/reconciliations/{}", id)).json();
            JsonNode progress = run.path("progress");
            shell.terminal()
                    .progress(
                            progress.path("step").asString("waiting"),
                            progress.path("done").asLong(0),
                            progress.path("of").asLong(0));
        }
        return ended(run);
    }

    private int ended(JsonNode run) {
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(run);
        } else {
            tell(run);
        }
        return switch (run.path("status").asString("")) {
            case "COMPLETED" -> run.path("totals").path("differences").asLong(0) == 0 ? Exit.OK : Exit.FOUND;
            case "HELD" -> Exit.FOUND;
            default -> Exit.ERROR;
        };
    }

    private void tell(JsonNode run) {
        String status = run.path("status").asString("");
        JsonNode totals = run.path("totals");
        Paint word = status.equals("COMPLETED") ? Paint.good(status) : Paint.warn(status);
        shell.terminal()
                .line(
                        word,
                        "  ",
                        totals.path("listed").asLong(0),
                        " subscriptions listed, ",
                        totals.path("known").asLong(0),
                        " known, ",
                        totals.path("differences").asLong(0),
                        " customers differ");
        run.path("outcomes")
                .properties()
                .forEach(outcome ->
                        shell.terminal().line("       ", outcome.getValue().asLong(0), " ", outcome.getKey()));
        if (status.equals("HELD")) {
            shell.terminal().line("       ", run.path("hold").path("reason").asString(""));
            shell.terminal()
                    .line(
                            "       mend: look at it, then a second person, with a key of their own: POST /v1/reconciliations/",
                            run.path("id").asString(""),
                            "/release");
        }
        if (run.path("failure").isString()) {
            shell.terminal().line("       ", run.path("failure").asString(""));
        }
    }

    private static void put(Map<String, Object> asked, String name, @Nullable Object value) {
        if (value != null) {
            asked.put(name, value);
        }
    }
}
