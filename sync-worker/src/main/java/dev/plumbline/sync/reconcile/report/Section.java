package dev.plumbline.sync.reconcile.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parts of a report and their columns: the same in JSON, in CSV and in what is to come. */
enum Section {
    SUMMARY("summary", "what", "value"),
    CONTROL_TOTALS("control-totals", "side", "bucket", "outcome", "currency", "count", "amount"),
    ROLL_FORWARD("roll-forward", "currency", "line", "count", "amount"),
    AGEING("ageing", "type", "side", "severity", "age", "currency", "count", "amount"),
    BREAKS(
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
            "assignee"),
    LEGACY_VERSIONS(
            "legacy-versions", "version", "soldUntil", "customers", "subscriptions", "currency", "count", "amount"),
    OVERRIDES(
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
            "currency"),
    COVERAGE("coverage", "kind", "ref", "detail", "count");

    private final String key;
    private final String columns;

    Section(String key, String... columns) {
        this.key = key;
        this.columns = String.join(",", columns);
    }

    String key() {
        return key;
    }

    List<String> columns() {
        return List.of(columns.split(",", -1));
    }

    static Optional<Section> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }
}
