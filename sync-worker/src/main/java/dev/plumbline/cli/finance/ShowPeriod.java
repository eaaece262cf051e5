package dev.plumbline.cli.finance;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Where months stand. */
@Command(
        name = "status",
        description = {
            "Where months stand; of one, who did what with it.",
            "Exit 2 when there is something to do: a month that is over and not locked, or a decision that waits."
        })
final class ShowPeriod implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MONTH", description = "Such as 2026-11; all when left out.")
    private @Nullable String month;

    ShowPeriod(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (month != null) {
            JsonNode period =
                    shell.server().ask(Call.get("/v1/periods/{}", month)).json();
            tell(shell, period);
            return isToDo(period) ? Exit.FOUND : Exit.OK;
        }
        JsonNode all =
                shell.server().ask(Call.get("/v1/periods").with("limit", 100)).json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all.path("data"));
        } else if (all.path("data").isEmpty()) {
            shell.terminal().remark("none");
        } else {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("PERIOD", "STATE", "VERSION", "PREPARED BY", "HASH"));
            all.path("data")
                    .forEach(one -> rows.add(List.of(
                            one.path("period").asString(""),
                            one.path("state").asString(""),
                            Long.toString(one.path("version").asLong(0)),
                            one.path("packs").path(0).path("preparedBy").asString(""),
                            one.path("packs").path(0).path("contentSha256").asString(""))));
            shell.terminal().table(rows);
        }
        for (JsonNode one : all.path("data")) {
            if (isToDo(one)) {
                return Exit.FOUND;
            }
        }
        return Exit.OK;
    }

    private static boolean isToDo(JsonNode period) {
        return (period.path("over").asBoolean(false)
                        && !period.path("state").asString("").equals("locked"))
                || !period.path("waiting").isEmpty();
    }

    /** One month, as every command about it ends. */
    static void tell(Shell shell, JsonNode period) {
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(period);
            return;
        }
        shell.terminal()
                .line(
                        period.path("period").asString(""),
                        "  ",
                        period.path("state").asString(""),
                        "  version ",
                        period.path("version").asLong(0));
        period.path("steps")
                .forEach(step -> shell.terminal()
                        .line(
                                "  ",
                                step.path("at").asString(""),
                                "  version ",
                                step.path("version").asLong(0),
                                " ",
                                step.path("step").asString(""),
                                " by ",
                                step.path("by").asString(""),
                                ": ",
                                step.path("reason").asString("")));
        JsonNode pack = period.path("packs").path(0);
        if (pack.isObject()) {
            shell.terminal().line("  hash ", pack.path("contentSha256").asString(""));
        }
        period.path("waiting")
                .forEach(one -> shell.terminal()
                        .line(
                                "  waits for a second person: ",
                                one.path("title").asString(""),
                                " (plumbline approvals approve ",
                                one.path("id").asString(""),
                                ")"));
    }
}
