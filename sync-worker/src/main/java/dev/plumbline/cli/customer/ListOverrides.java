package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What was decided for a customer. */
@Command(name = "list", description = "What was decided for a customer: in force, to come and over.")
final class ListOverrides implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Our key of the customer.")
    private String customer = "";

    @Option(names = "--state", paramLabel = "STATE", description = "future, active, ending or ended only.")
    private @Nullable String state;

    ListOverrides(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ArrayNode all = JSON.createArrayNode();
        String cursor = null;
        do {
            JsonNode page = shell.server()
                    .ask(Call.get("/v1/customers/{}/overrides", customer)
                            .with("state", state)
                            .with("limit", 100)
                            .with("cursor", cursor))
                    .json();
            page.path("data").forEach(all::add);
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all);
            return Exit.OK;
        }
        if (all.isEmpty()) {
            shell.terminal().remark("none");
            return Exit.OK;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "STATE", "FEATURE", "EFFECT", "UNTIL", "BY", "REASON"));
        all.forEach(one -> rows.add(List.of(
                text(one, "id"),
                text(one, "state"),
                text(one, "feature") + (one.path("user").isString() ? " for " + text(one, "user") : ""),
                text(one, "effect")
                        + (one.path("value").isMissingNode()
                                        || one.path("value").isNull()
                                ? ""
                                : " " + text(one, "value")),
                text(one, "validUntil"),
                text(one, "createdBy"),
                text(one, "reason"))));
        shell.terminal().table(rows);
        return Exit.OK;
    }

    private static String text(JsonNode one, String field) {
        JsonNode value = one.path(field);
        return value.isContainer() ? value.toString() : value.asString("");
    }
}
