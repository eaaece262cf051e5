package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What does not fit. */
@Command(
        name = "breaks",
        description =
                "What does not fit: open breaks, the newest first, each with how it is mended. Exit 2 when there are any.")
public final class Breaks implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shell shell;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only these, such as UNMAPPED_PRICE.")
    private @Nullable String type;

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "high, medium or low.")
    private @Nullable String severity;

    @Option(names = "--side", paramLabel = "SIDE", description = "customer_harm, leakage or neutral.")
    private @Nullable String side;

    @Option(names = "--customer", paramLabel = "CUSTOMER", description = "Only of this customer.")
    private @Nullable String customer;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open, waived or resolved. Default: ${DEFAULT-VALUE}.")
    private String state = "open";

    @Option(names = "--since", paramLabel = "INSTANT", description = "Opened then or later.")
    private @Nullable Instant since;

    public Breaks(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ArrayNode all = all();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all);
        } else if (all.isEmpty()) {
            shell.terminal().remark("none");
        } else {
            show(all);
        }
        return all.isEmpty() ? Exit.OK : Exit.FOUND;
    }

    private ArrayNode all() {
        ArrayNode all = JSON.createArrayNode();
        String cursor = null;
        do {
            JsonNode page = shell.server()
                    .ask(Call.get("/v1/breaks")
                            .with("type", type)
                            .with("severity", severity)
                            .with("side", side)
                            .with("customer", customer)
                            .with("state", state)
                            .with("since", since)
                            .with("limit", 500)
                            .with("cursor", cursor))
                    .json();
            page.path("data").forEach(all::add);
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        return all;
    }

    private void show(ArrayNode all) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "SEVERITY", "TYPE", "ABOUT", "DAYS", "DETAIL"));
        all.forEach(one -> rows.add(List.of(
                one.path("id").asString(""),
                one.path("severity").asString(""),
                one.path("type").asString(""),
                about(one),
                one.path("ageDays").asString("") + (one.path("reopened").asInt(0) > 0 ? " again" : ""),
                one.path("detail").asString(""))));
        shell.terminal().table(rows);
        var mends = new ArrayList<String>();
        all.forEach(one -> {
            String mend =
                    one.path("type").asString("") + ": " + one.path("mend").asString("");
            if (!mends.contains(mend)) {
                mends.add(mend);
            }
        });
        mends.forEach(mend -> shell.terminal().remark(Paint.faint("mend "), mend));
    }

    private static String about(JsonNode one) {
        JsonNode subject = one.path("subject");
        return one.path("customer")
                .asString(
                        subject.isObject()
                                ? subject.path("provider").asString("") + "/"
                                        + subject.path("account").asString("") + "/"
                                        + subject.path("providerCustomer").asString("")
                                : "");
    }
}
