package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.catalog.Matrix.AddOnCell;
import dev.plumbline.entitlement.check.catalog.Matrix.AddOnColumn;
import dev.plumbline.entitlement.check.catalog.Matrix.Cell;
import dev.plumbline.entitlement.check.catalog.Matrix.Column;
import dev.plumbline.entitlement.check.catalog.Matrix.Price;
import dev.plumbline.entitlement.check.catalog.Matrix.Row;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.entitlement.upgrade.Wording;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the matrix together: its columns, its rows, and the same as a table. */
final class MatrixView {
    private final ModelRevision revision;
    private final Model model;
    private final MatrixPlace place;
    private final @Nullable String term;
    private final Instant at;

    private MatrixView(ModelRevision revision, MatrixPlace place, @Nullable String term, Instant at) {
        this.revision = revision;
        this.model = revision.model();
        this.place = place;
        this.term = term;
        this.at = at;
    }

    /** @throws Refusal naming what may be asked about */
    static Matrix of(
            ModelRevision revision,
            @Nullable String market,
            @Nullable String country,
            @Nullable String term,
            Instant at) {
        List<String> terms = terms(revision.model());
        if (term != null && !terms.contains(term)) {
            throw Refusal.ofParameter(
                    "term", terms.isEmpty() ? "The catalog names no payment terms" : "It is one of " + terms);
        }
        return new MatrixView(revision, MatrixPlace.of(revision.model(), market, country), term, at).matrix(terms);
    }

    private static List<String> terms(Model model) {
        var terms = new TreeSet<String>();
        versions(model).forEach(version -> {
            mapped(version.mappings()).forEach(terms::add);
            version.variations().stream()
                    .map(Variation::term)
                    .filter(Objects::nonNull)
                    .forEach(terms::add);
        });
        model.addOns().values().stream()
                .flatMap(addOn -> addOn.versions().stream())
                .forEach(version -> mapped(version.mappings()).forEach(terms::add));
        return List.copyOf(terms);
    }

    private static Stream<String> mapped(List<Mapping> mappings) {
        return mappings.stream().map(Mapping::term).filter(Objects::nonNull);
    }

    private static Stream<PlanVersion> versions(Model model) {
        return model.plans().values().stream().flatMap(plan -> plan.versions().stream());
    }

    private Matrix matrix(List<String> terms) {
        var reading = new MatrixReading(model, place, term, at);
        return new Matrix(
                revision.revision(),
                place.market(),
                place.country(),
                term,
                at,
                List.copyOf(model.markets().keySet()),
                terms,
                model.plans().values().stream()
                        .flatMap(plan -> plan.versions().stream().map(version -> column(plan, version)))
                        .toList(),
                model.addOns().values().stream()
                        .flatMap(addOn -> addOn.versions().stream().map(version -> column(addOn, version)))
                        .toList(),
                model.features().values().stream()
                        .map(feature -> row(reading, feature))
                        .toList());
    }

    private Column column(Plan plan, PlanVersion version) {
        return new Column(
                plan.key(),
                plan.name(),
                version.ref(),
                plan.rank(),
                version.sellable().covers(at) && !version.mappings().isEmpty(),
                version.sellable().from(),
                version.sellable().until(),
                prices(version.mappings()));
    }

    private AddOnColumn column(AddOn addOn, AddOn.Version version) {
        return new AddOnColumn(
                addOn.key(),
                addOn.name(),
                version.ref(),
                version.sellable().covers(at) && !version.mappings().isEmpty(),
                version.requiresPlans().stream().sorted().toList(),
                version.max(),
                prices(version.mappings()));
    }

    private List<Price> prices(List<Mapping> mappings) {
        var prices = new ArrayList<Price>();
        mappings.stream()
                .map(Mapping::term)
                .distinct()
                .filter(its -> term == null || its == null || its.equals(term))
                .forEach(its -> prices.add(new Price(
                        its, MonthlyPrice.lowest(mappings, its, model.catalog().currency()))));
        return prices;
    }

    private Row row(MatrixReading reading, Feature feature) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        versions(model).forEach(version -> cells.put(version.ref(), reading.cell(version, feature)));
        Map<String, AddOnCell> addOns = new LinkedHashMap<>();
        model.addOns().values().stream()
                .flatMap(addOn -> addOn.versions().stream())
                .filter(version -> version.grants().containsKey(feature.key()))
                .forEach(version -> addOns.put(
                        version.ref(),
                        new AddOnCell(
                                adds(Objects.requireNonNull(version.grants().get(feature.key()))))));
        return new Row(feature.key().value(), feature.name(), feature.type(), cells, addOns);
    }

    private static String adds(Grant grant) {
        return switch (grant) {
            case Grant.Add(var amount, var window) ->
                amount instanceof Amount.UpTo(var more)
                        ? words(more) + " more" + stretch(window) + " each"
                        : "unlimited";
            case Grant.Switch(var on) -> on ? "yes" : "no";
            case Grant.Level level -> level.name();
            case Grant.Quantity quantity ->
                quantity.limit() == null ? words(quantity.atLeast()) : words(quantity.limit());
            case Grant.Metered metered -> words(metered.limit()) + stretch(metered.window());
        };
    }

    private static String words(@Nullable Amount amount) {
        return amount instanceof Amount.UpTo(var value) ? words(value) : "unlimited";
    }

    private static String words(@Nullable BigDecimal value) {
        return value == null ? "0" : value.toPlainString();
    }

    private static String stretch(@Nullable Window window) {
        return window == null ? "" : " " + Wording.stretch(window);
    }

    /** A row for each feature, a column for each plan version and add-on. */
    static List<List<String>> table(Matrix matrix) {
        var rows = new ArrayList<List<String>>();
        var header = new ArrayList<>(List.of("feature", "name", "type"));
        matrix.columns().forEach(column -> header.add(titled(column.ref(), column.onSale())));
        matrix.addOns().forEach(addOn -> header.add(titled(addOn.ref(), addOn.onSale())));
        rows.add(header);
        for (Row row : matrix.rows()) {
            var cells = new ArrayList<>(List.of(row.feature(), row.name(), row.type()));
            matrix.columns()
                    .forEach(column ->
                            cells.add(Objects.requireNonNull(row.cells().get(column.ref()))
                                    .inShort()));
            matrix.addOns().forEach(addOn -> {
                AddOnCell adds = row.addOns().get(addOn.ref());
                cells.add(adds == null ? "" : adds.text());
            });
            rows.add(cells);
        }
        return rows;
    }

    private static String titled(String ref, boolean onSale) {
        return onSale ? ref : ref + " (not on sale)";
    }
}
