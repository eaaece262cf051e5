package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.Matrix.Cell;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A matrix held against the one in force, cell by cell: what a draft, or another revision, says otherwise. */
final class Against {
    private final Map<String, Matrix.Row> inForce;
    private final List<String> versions;

    Against(Matrix inForce) {
        this.inForce = inForce.rows().stream().collect(Collectors.toMap(Matrix.Row::feature, Function.identity()));
        this.versions = inForce.columns().stream().map(Matrix.Column::ref).toList();
    }

    public boolean isNew(String version) {
        return !versions.contains(version);
    }

    /** Null where nothing was said: the feature or the version is new. */
    private @Nullable Cell cell(String feature, String version) {
        Matrix.Row row = inForce.get(feature);
        return row == null ? null : row.cells().get(version);
    }

    public boolean differs(String feature, String version, Cell now) {
        Cell was = cell(feature, version);
        return was == null || !said(was).equals(said(now));
    }

    /** In words. */
    public String was(String feature, String version) {
        Cell was = cell(feature, version);
        return was == null ? "nothing" : said(was);
    }

    private static String said(Cell cell) {
        return cell.marks().isEmpty() ? cell.text() : cell.text() + " (" + String.join("; ", cell.marks()) + ")";
    }

    boolean differs(Matrix.Row row, List<Matrix.Column> columns) {
        return columns.stream()
                .anyMatch(column -> differs(
                        row.feature(),
                        column.ref(),
                        Objects.requireNonNull(row.cells().get(column.ref()))));
    }
}
