package dev.plumbline.sync.console.settings;

import java.util.List;

/** The settings that people ask about, each with what holds when nobody sets it. Keys, passwords and secrets are not among them. */
final class Settings {
    private static final String MONEY = "Finance: thresholds and guards";
    private static final String NIGHT = "Reconciliation";
    private static final String PEOPLE = "People and their caps";
    private static final String BILLING = "Billing systems: sweeps and passes";
    private static final String KEPT = "What is kept, and for how long";

    static final List<Setting> ALL = List.of(
            new Setting(
                    MONEY,
                    "plumbline.hold.customers",
                    "10",
                    "A run is held when more customers than this would lose access"),
            new Setting(MONEY, "plumbline.hold.percent", "5", "or more than so many of a hundred; the greater counts"),
            new Setting(
                    MONEY,
                    "plumbline.absence.customers",
                    "100",
                    "A sweep keeps access when more are not found at once"),
            new Setting(MONEY, "plumbline.absence.percent", "5", "or more than so many of a hundred"),
            new Setting(MONEY, "plumbline.absence.within", "PT1H", "within so long"),
            new Setting(
                    MONEY,
                    "plumbline.report.material-otherwise",
                    "500",
                    "A break matters from so many whole units a month"),
            new Setting(
                    MONEY,
                    "plumbline.report.material-percent",
                    "0.5",
                    "or from so many of a hundred of what is billed"),
            new Setting(MONEY, "plumbline.report.asked-within", "30d", "A feature not asked for in so long is told of"),
            new Setting(NIGHT, "plumbline.reconcile.cron", "0 0 2 * * *", "When, with seconds; - for never"),
            new Setting(NIGHT, "plumbline.reconcile.zone", "UTC", "Of the cron and of the business date"),
            new Setting(NIGHT, "plumbline.reconcile.mode", "REPAIR", "Of the nightly run"),
            new Setting(NIGHT, "plumbline.reconcile.listings", "4", "Parts of the list read at the same time"),
            new Setting(NIGHT, "plumbline.reconcile.looks", "8", "Differences looked at at the same time"),
            new Setting(NIGHT, "plumbline.reconcile.patience", "PT30M", "How long a billing system may be away"),
            new Setting(
                    NIGHT,
                    "plumbline.reconcile.second-look",
                    "PT10M",
                    "Wait before a second look at what was not found"),
            new Setting(
                    NIGHT, "plumbline.reconcile.usage-settles", "PT1H", "So long use may be on its way to one side"),
            new Setting(PEOPLE, "plumbline.override-cap.longest", "P30D", "An override of support lasts at most"),
            new Setting(
                    PEOPLE, "plumbline.override-cap.per-month", "50000", "and forgoes at most so much, in minor units"),
            new Setting(
                    PEOPLE, "plumbline.override-cap.longest-of-all", "P366D", "An override of anybody lasts at most"),
            new Setting(
                    PEOPLE,
                    "plumbline.overrides.ending-within",
                    "7d",
                    "An override that ends within so long is told of"),
            new Setting(
                    PEOPLE,
                    "plumbline.people.second-factor",
                    "optional",
                    "Of people with a password here: or required"),
            new Setting(PEOPLE, "plumbline.console.idle", "PT30M", "A login ends without a request for so long"),
            new Setting(PEOPLE, "plumbline.console.longest", "PT10H", "A login ends after so long, whatever is done"),
            new Setting(PEOPLE, "plumbline.console.fresh", "PT1H", "Decisions take a login that is not older"),
            new Setting(BILLING, "plumbline.sweep.every", "PT1H", "How often events of the last hours are listed"),
            new Setting(BILLING, "plumbline.sweep.late", "PT6H", "A sweep that did not come for so long is told of"),
            new Setting(BILLING, "plumbline.catalogue.every", "PT24H", "How often prices are fetched"),
            new Setting(BILLING, "plumbline.sync.workers", "16", "Customers fetched at the same time"),
            new Setting(
                    BILLING,
                    "plumbline.sync.settle",
                    "PT60S",
                    "So long after a webhook a customer is fetched once more"),
            new Setting(BILLING, "plumbline.replay.budget", "2000", "Deliveries replayed at once"),
            new Setting(
                    BILLING, "plumbline.resolve.workers", "1", "Customers brought up to a new model at the same time"),
            new Setting(KEPT, "plumbline.inbox.payload-kept", "P30D", "Bodies of deliveries"),
            new Setting(KEPT, "plumbline.reconcile.rows-kept", "P1D", "What a run listed"),
            new Setting(KEPT, "plumbline.reconcile.jobs-kept", "P90D", "What Spring Batch noted of a run"),
            new Setting(KEPT, "plumbline.usage.kept-months", "25", "Usage, in months"),
            new Setting(KEPT, "plumbline.what-if.kept", "P7D", "What a draft would change"));

    private Settings() {}
}
