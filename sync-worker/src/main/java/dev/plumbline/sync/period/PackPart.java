package dev.plumbline.sync.period;

import dev.plumbline.sync.reconcile.report.Section;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shapes;

/** The parts of a pack and their columns: what the reports tell is told here of several accounts. */
final class PackPart {
    static final Shape SUMMARY = Shape.of("summary", "what", "value");
    static final Shape RUNS = Shape.of(
            "runs",
            "run",
            "account",
            "businessDate",
            "mode",
            "status",
            "requestedBy",
            "reportedAt",
            "reportSha256",
            "last");
    static final Shape CONTROL_TOTALS = Section.CONTROL_TOTALS.after("account");
    static final Shape ROLL_FORWARD = Section.ROLL_FORWARD;
    static final Shape AGEING = Section.AGEING;
    /** Of the items those above the threshold, with what people said of them. */
    static final Shape MATERIAL = Shape.of(
            "material",
            "break",
            "account",
            "type",
            "severity",
            "side",
            "customer",
            "providerCustomer",
            "detail",
            "ageDays",
            "entered",
            "left",
            "amount",
            "currency",
            "threshold",
            "assignee",
            "reasonCode",
            "comment",
            "waivedUntil",
            "waivedBy",
            "waivedBecause");

    static final Shape ITEMS = Shape.of(
            "items",
            "break",
            "account",
            "type",
            "severity",
            "side",
            "customer",
            "providerCustomer",
            "detail",
            "openedAt",
            "ageDays",
            "age",
            "entered",
            "left",
            "openingAmount",
            "openingCurrency",
            "amount",
            "currency",
            "material",
            "reasonCode",
            "cause",
            "assignee",
            "comment");
    static final Shape OVERRIDES = Section.OVERRIDES.after("account");
    static final Shape PROMOTIONS = Section.PROMOTIONS.after("account");
    static final Shape LEGACY_VERSIONS = Section.LEGACY_VERSIONS.after("account");
    static final Shape COVERAGE = Section.COVERAGE.after("account");
    static final Shape CORRECTIONS = Shape.of(
            "auto-corrections",
            "run",
            "account",
            "providerCustomer",
            "customer",
            "why",
            "beforeVersion",
            "afterVersion",
            "at");
    static final Shape EXCLUDED = Shape.of("excluded", "kind", "account", "ref", "why", "count");

    /** Of packs that are made now; those of before say 1, and their hash is of the parts that they have. */
    static final int FORMAT = 2;

    static final Shapes ALL = Shapes.of(
            SUMMARY,
            RUNS,
            CONTROL_TOTALS,
            ROLL_FORWARD,
            AGEING,
            MATERIAL,
            ITEMS,
            OVERRIDES,
            PROMOTIONS,
            LEGACY_VERSIONS,
            COVERAGE,
            CORRECTIONS,
            EXCLUDED);

    private static final Shapes FIRST = ALL.without(MATERIAL, PROMOTIONS);

    private PackPart() {}

    static Shapes of(int format) {
        return format < FORMAT ? FIRST : ALL;
    }
}
