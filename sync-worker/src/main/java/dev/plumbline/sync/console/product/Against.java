package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.Matrix.AddOnCell;
import dev.plumbline.entitlement.check.catalog.Matrix.Cell;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A matrix held against the one in force, cell by cell: what a draft, or another revision, says otherwise. */
final class Against {
    private static final String NOTHING = "nothing";

    private final Map<String, Matrix.Row> inForce;
    private final Set<String> versions;
    private final List<String> gone;

    Against(Matrix inForce, Matrix shown) {
        this.inForce = inForce.rows().stream().collect(Collectors.toMap(Matrix.Row::feature, Function.identity()));
        this.versions = refs(inForce).collect(Collectors.toUnmodifiableSet());
        var left = new HashSet<String>();
        refs(shown).forEach(left::add);
        shown.rows().forEach(row -> left.add(row.feature()));
        this.gone = Stream.concat(refs(inForce), inForce.rows().stream().map(Matrix.Row::feature))
                .filter(name -> !left.contains(name))
                .toList();
    }

    private static Stream<String> refs(Matrix matrix) {
        return Stream.concat(
                matrix.columns().stream().map(Matrix.Column::ref),
                matrix.addOns().stream().map(Matrix.AddOnColumn::ref));
    }

    /** Versions and features that are in force, and not in what is shown. */
    public List<String> gone() {
        return gone;
    }

    /** @param version of a plan or of an add-on */
    public boolean isNew(String version) {
        return !versions.contains(version);
    }

    public boolean differs(String feature, String version, Cell now) {
        return !was(feature, version).equals(said(now));
    }

    /** In words; nothing was said where the feature or the version is new. */
    public String was(String feature, String version) {
        Matrix.Row row = inForce.get(feature);
        return said(row == null ? null : row.cells().get(version));
    }

    private static String said(@Nullable Cell cell) {
        if (cell == null) {
            return NOTHING;
        }
        return cell.marks().isEmpty() ? cell.text() : cell.text() + " (" + String.join("; ", cell.marks()) + ")";
    }

    /** @param now null when it adds nothing of it */
    public boolean addsOtherwise(String feature, String addOn, @Nullable AddOnCell now) {
        return !added(feature, addOn).equals(now == null ? NOTHING : now.text());
    }

    /** What one of it added, in words. */
    public String added(String feature, String addOn) {
        Matrix.Row row = inForce.get(feature);
        AddOnCell cell = row == null ? null : row.addOns().get(addOn);
        return cell == null ? NOTHING : cell.text();
    }

    boolean differs(Matrix.Row row, Matrix shown) {
        return shown.columns().stream()
                        .anyMatch(column -> differs(
                                row.feature(),
                                column.ref(),
                                Objects.requireNonNull(row.cells().get(column.ref()))))
                || shown.addOns().stream()
                        .anyMatch(addOn -> addsOtherwise(
                                row.feature(), addOn.ref(), row.addOns().get(addOn.ref())));
    }
}
