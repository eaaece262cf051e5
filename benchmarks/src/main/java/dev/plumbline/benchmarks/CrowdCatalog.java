package dev.plumbline.benchmarks;

import java.util.List;

/** A model with thirty features, four plans and an add-on, and the drafts of it that are measured. */
final class CrowdCatalog {
    static final List<String> PRICES =
            List.of("starter_monthly", "team_monthly", "team_yearly", "business_monthly", "business_yearly");
    static final String ADD_ON = "addon_invoices";
    private static final int SWITCHES = 20;

    private CrowdCatalog() {}

    static String published() {
        var text = new StringBuilder("""
                format: 1
                catalog: { key: crowd, name: Crowd, owner: pricing@crowd.example, currency: EUR }
                markets:
                  nordics: [DK, FI, SE]
                  eea: [DE, FR, NL]
                features:
                  invoices: { name: Invoices, type: metered, unit: invoice }
                  calls:    { name: Calls, type: metered, unit: call }
                  exports:  { name: Exports, type: metered, default: { limit: 5, window: { every: P1D, anchor: calendar, zone: UTC } } }
                  seats:    { name: Seats, type: quantity, unit: seat }
                  projects: { name: Projects, type: quantity, default: 1 }
                  storage:  { name: Storage, type: quantity, default: 10 }
                  support:  { name: Support, type: level, levels: [community, email, manager] }
                  region:   { name: Region, type: level, levels: [shared, own] }
                  payouts:  { name: Payouts, type: switch, availableIn: [ { market: nordics }, { market: eea } ] }
                  beta:     { name: Beta, type: switch, default: true }
                """);
        for (int number = 0; number < SWITCHES; number++) {
            text.append("  f%02d: { name: Feature %d, type: switch }%n".formatted(number, number));
        }
        text.append("plans:\n");
        plan(
                text,
                "starter",
                10,
                50,
                "1",
                "community",
                4,
                List.of("{ lookupKey: starter_monthly, term: monthly, listPrice: 900 }"));
        plan(
                text,
                "team",
                20,
                300,
                "{ fromBilling: true, atLeast: 5 }",
                "email",
                12,
                List.of(
                        "{ lookupKey: team_monthly, term: monthly, quantityOf: seats, listPrice: 1900 }",
                        "{ lookupKey: team_yearly, term: yearly, quantityOf: seats, listPrice: { amount: 19900, currency: EUR, every: P1Y } }"));
        plan(
                text,
                "business",
                30,
                5_000,
                "{ fromBilling: true, atLeast: 3 }",
                "manager",
                SWITCHES,
                List.of(
                        "{ lookupKey: business_monthly, term: monthly, quantityOf: seats, listPrice: 4900 }",
                        "{ lookupKey: business_yearly, term: yearly, quantityOf: seats }"));
        return text.append("""
                addOns:
                  extra_invoices:
                    versions:
                      - { version: 1, grants: { invoices: { add: 100 } }, billing: { stripe: [ { lookupKey: addon_invoices, listPrice: 500 } ] } }
                billingPolicy:
                  past_due: { grace: P10D, then: { deny: [payouts] }, after: { P20D: { keepOnly: [support] } } }
                """).toString();
    }

    private static void plan(
            StringBuilder text,
            String key,
            int rank,
            int invoices,
            String seats,
            String support,
            int switches,
            List<String> prices) {
        text.append("""
                  %s:
                    name: %s
                    rank: %d
                    versions:
                      - version: 1
                        sellable: { from: 2024-01-01 }
                        grants:
                          invoices: { limit: %d, window: { every: P1M, anchor: billing }, onLimit: overage }
                          calls: { limit: %d, window: { every: P1D, anchor: calendar, zone: UTC } }
                          seats: %s
                          support: %s
                          payouts: true
                """.formatted(key, key, rank, invoices, invoices * 10, seats, support));
        for (int number = 0; number < switches; number++) {
            text.append("          f%02d: true%n".formatted(number));
        }
        text.append("""
                        variations:
                          - { name: yearly, when: { term: yearly }, grants: { invoices: { limit: %d } } }
                        billing:
                          stripe: [ %s ]
                """.formatted(invoices * 2, String.join(", ", prices)));
    }

    /** No answer changes: a name does. */
    static String renamed() {
        return published().replace("name: Feature 7,", "name: Feature seven,");
    }

    /** Everybody's answer changes. */
    static String moreForEverybody(int projects) {
        return renamed()
                .replace(
                        "name: Projects, type: quantity, default: 1 }",
                        "name: Projects, type: quantity, default: " + projects + " }");
    }

    /** Something new is sold: nobody has it yet, but every item has to be looked at. */
    static String newPlan() {
        var text = new StringBuilder(published());
        var plan = new StringBuilder();
        plan(
                plan,
                "giant",
                40,
                9_000,
                "50",
                "manager",
                SWITCHES,
                List.of("{ lookupKey: giant_monthly, term: monthly }"));
        return text.insert(text.indexOf("addOns:"), plan).toString();
    }

    /** Some lose: those who are late with their payment, from the end of the grace on. */
    static String stricterPolicy() {
        return published().replace("then: { deny: [payouts] }", "then: { deny: [payouts, calls] }");
    }
}
