package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.http.Csv;

/** The register as lines of CSV. */
final class OverrideLines {
    static final String HEADER = Csv.line(
            "id",
            "customer",
            "feature",
            "effect",
            "value",
            "user",
            "ignoreAvailability",
            "validFrom",
            "validUntil",
            "state",
            "reason",
            "link",
            "createdBy",
            "createdAt",
            "endedBy",
            "endedAt",
            "endReason",
            "valueForgone",
            "currency");

    private OverrideLines() {}

    static String of(OverrideBody row) {
        return Csv.line(
                row.id(),
                row.customer(),
                row.feature(),
                row.effect(),
                row.value(),
                row.user(),
                row.ignoreAvailability(),
                row.validFrom(),
                row.validUntil(),
                row.state(),
                row.reason(),
                row.link(),
                row.createdBy(),
                row.createdAt(),
                row.endedBy(),
                row.endedAt(),
                row.endReason(),
                row.valueForgone() == null ? null : row.valueForgone().amount(),
                row.valueForgone() == null ? null : row.valueForgone().currency());
    }
}
