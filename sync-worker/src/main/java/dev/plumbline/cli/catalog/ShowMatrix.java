package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Features by plan versions. */
@Command(name = "matrix", description = "Show what every plan version gives, for a market, a term and a time.")
final class ShowMatrix implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--market",
            paramLabel = "MARKET",
            description = "A market of the catalog, or a country such as FI.")
    private @Nullable String market;

    @Option(names = "--term", paramLabel = "TERM", description = "A payment term, such as yearly.")
    private @Nullable String term;

    @Option(names = "--at", paramLabel = "INSTANT", description = "When. Default: now.")
    private @Nullable Instant at;

    ShowMatrix(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode matrix = shell.server()
                .ask(Call.get("/v1/catalog/matrix")
                        .with("market", market)
                        .with("term", term)
                        .with("at", at))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(matrix);
            return Exit.OK;
        }
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<String>(List.of("FEATURE"));
        matrix.path("columns").forEach(column -> head.add(head(column)));
        matrix.path("addOns").forEach(addOn -> head.add("+ " + head(addOn)));
        rows.add(head);
        for (JsonNode row : matrix.path("rows")) {
            var cells = new ArrayList<String>(List.of(row.path("feature").asString("")));
            matrix.path("columns")
                    .forEach(column -> cells.add(
                            cell(row.path("cells").path(column.path("ref").asString("")))));
            matrix.path("addOns")
                    .forEach(addOn -> cells.add(row.path("addOns")
                            .path(addOn.path("ref").asString(""))
                            .path("text")
                            .asString("")));
            rows.add(cells);
        }
        shell.terminal().table(rows);
        return Exit.OK;
    }

    private static String head(JsonNode column) {
        return column.path("ref").asString("") + (column.path("onSale").asBoolean(true) ? "" : " (not sold)");
    }

    /** With its marks: what other terms and markets change, and where and when it is to be had. */
    private static String cell(JsonNode cell) {
        String value =
                cell.path("hasAccess").asBoolean(false) ? cell.path("text").asString("yes") : "-";
        var marks = new ArrayList<String>();
        cell.path("marks").forEach(mark -> marks.add(mark.asString("")));
        return marks.isEmpty() ? value : value + " (" + String.join("; ", marks) + ")";
    }
}
