package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shapes;

/** The parts of a report and their columns; what packs take over from reports has one column more. */
public final class Section {
    static final Shape SUMMARY = Shape.of("summary", "what", "value");
    public static final Shape CONTROL_TOTALS =
            Shape.of("control-totals", "side", "bucket", "outcome", "currency", "count", "amount");
    public static final Shape ROLL_FORWARD = Shape.of("roll-forward", "currency", "line", "count", "amount");
    public static final Shape AGEING =
            Shape.of("ageing", "type", "side", "severity", "age", "currency", "count", "amount");
    static final Shape BREAKS = Shape.of(
            "breaks",
            "break",
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
            "amount",
            "currency",
            "material",
            "reasonCode",
            "cause",
            "assignee");
    public static final Shape LEGACY_VERSIONS = Shape.of(
            "legacy-versions", "version", "soldUntil", "customers", "subscriptions", "currency", "count", "amount");
    public static final Shape OVERRIDES = Shape.of(
            "overrides",
            "id",
            "customer",
            "feature",
            "effect",
            "user",
            "validFrom",
            "validUntil",
            "reason",
            "link",
            "createdBy",
            "amount",
            "currency");
    public static final Shape PROMOTIONS = Shape.of(
            "promotions",
            "promotion",
            "customer",
            "features",
            "enrolledAt",
            "until",
            "reason",
            "link",
            "enrolledBy",
            "amount",
            "currency");
    public static final Shape COVERAGE = Shape.of("coverage", "kind", "ref", "detail", "count");

    /** Of reports that are made now; those of before say 1, and are read and added up as they were made. */
    static final int FORMAT = 2;

    static final Shapes ALL = Shapes.of(
            SUMMARY, CONTROL_TOTALS, ROLL_FORWARD, AGEING, BREAKS, LEGACY_VERSIONS, OVERRIDES, PROMOTIONS, COVERAGE);

    private static final Shapes FIRST = ALL.without(PROMOTIONS);

    private Section() {}

    static Shapes of(int format) {
        return format < FORMAT ? FIRST : ALL;
    }
}
