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
        for (JsonNode column : matrix.path("columns")) {
            head.add(column.path("ref").asString("") + (column.path("onSale").asBoolean(true) ? "" : " (not sold)"));
        }
        rows.add(head);
        for (JsonNode row : matrix.path("rows")) {
            var cells = new ArrayList<String>(List.of(row.path("feature").asString("")));
            for (JsonNode column : matrix.path("columns")) {
                cells.add(cell(row.path("cells").path(column.path("ref").asString(""))));
            }
            rows.add(cells);
        }
        shell.terminal().table(rows);
        return Exit.OK;
    }

    private static String cell(JsonNode cell) {
        if (!cell.path("hasAccess").asBoolean(false)) {
            return "-";
        }
        if (cell.path("unlimited").asBoolean(false)) {
            return "unlimited";
        }
        if (cell.path("level").isString()) {
            return cell.path("level").asString();
        }
        return cell.path("limit").isNumber() ? cell.path("limit").decimalValue().toPlainString() : "yes";
    }
}
