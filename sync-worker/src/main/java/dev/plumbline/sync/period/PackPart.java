package dev.plumbline.sync.period;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parts of a pack and their columns, in the order of its hash: the same in JSON, CSV and XLSX. */
enum PackPart {
    SUMMARY("summary", "what", "value"),
    RUNS(
            "runs",
            "run",
            "account",
            "businessDate",
            "mode",
            "status",
            "requestedBy",
            "reportedAt",
            "reportSha256",
            "last"),
    CONTROL_TOTALS("control-totals", "account", "side", "bucket", "outcome", "currency", "count", "amount"),
    ROLL_FORWARD("roll-forward", "currency", "line", "count", "amount"),
    AGEING("ageing", "type", "side", "severity", "age", "currency", "count", "amount"),
    ITEMS(
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
            "comment"),
    OVERRIDES(
            "overrides",
            "account",
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
    LEGACY_VERSIONS(
            "legacy-versions",
            "account",
            "version",
            "soldUntil",
            "customers",
            "subscriptions",
            "currency",
            "count",
            "amount"),
    COVERAGE("coverage", "account", "kind", "ref", "detail", "count"),
    CORRECTIONS(
            "auto-corrections",
            "run",
            "account",
            "providerCustomer",
            "customer",
            "why",
            "beforeVersion",
            "afterVersion",
            "at"),
    EXCLUDED("excluded", "kind", "account", "ref", "why", "count");

    private final String key;
    private final String columns;

    PackPart(String key, String... columns) {
        this.key = key;
        this.columns = String.join(",", columns);
    }

    String key() {
        return key;
    }

    List<String> columns() {
        return List.of(columns.split(",", -1));
    }

    static Optional<PackPart> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }
}
