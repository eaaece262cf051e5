package dev.plumbline.entitlement.whatif;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A catalog file at random, and drafts of it: the frozen parts come from one seed, all that may change under customers from
 * another.
 */
final class RandomCatalog {
    static final List<String> PRICES =
            List.of("starter_m", "team_m", "team_y", "team2_m", "extra", "new_m", "odd", "later", "more", "gold_m");
    static final List<String> COUNTRIES = List.of("FI", "DE", "US", "NO");

    private RandomCatalog() {}

    static String of(long frozen, Instant now, SplittableRandom loose) {
        var fixed = new SplittableRandom(frozen);
        var text = new StringBuilder();
        text.append("""
                format: 1
                catalog: { key: random, name: Random, owner: a@b.example, currency: EUR }
                markets:
                  nordics: [NO, FI]
                  wide: [FI, DE]
                features:
                """);
        line(
                text,
                "  sso: { name: S, type: switch%s%s }"
                        .formatted(maybe(loose, ", default: true"), available(loose, now)));
        line(
                text,
                "  invoices: { name: I, type: metered%s%s }"
                        .formatted(
                                maybe(
                                        loose,
                                        ", default: { limit: %d, window: { every: P1M, anchor: calendar, zone: UTC } }"
                                                .formatted(loose.nextInt(4) * 10)),
                                available(loose, now)));
        line(
                text,
                "  seats: { name: T, type: quantity, merge: %s, default: %d }"
                        .formatted(pick(loose, "max", "sum"), loose.nextInt(5)));
        line(
                text,
                "  projects: { name: P, type: quantity%s%s }"
                        .formatted(maybe(loose, ", default: 3"), available(loose, now)));
        line(
                text,
                "  support: { name: H, type: level, levels: [none, email, manager]%s }"
                        .formatted(maybe(loose, ", default: email")));
        line(text, loose.nextInt(3) == 0 ? "  fresh: { name: F, type: switch, default: true }" : "");
        text.append("plans:\n");
        plan(text, fixed, "starter", 10 * loose.nextInt(4), 1, List.of(), loose);
        plan(text, fixed, "team", 20, 2, List.of("new_m", "odd"), loose);
        text.append("""
                addOns:
                  extra:
                    versions:
                      - { version: 1, grants: { seats: { add: %d }, projects: 2 }, billing: { stripe: [ { price: extra, listPrice: 500 }%s ] } }
                """.formatted(fixed.nextInt(4), maybe(loose, ", { price: later }")));
        if (loose.nextInt(3) == 0) {
            line(
                    text,
                    "promotions:\n  spring: { reason: R, window: { from: %s, until: %s }, audience: { plans: [team]%s }, grants: { sso: true, seats: %d } }"
                            .formatted(
                                    now.plus(Duration.ofDays(1 + loose.nextInt(9))),
                                    now.plus(Duration.ofDays(10 + loose.nextInt(90))),
                                    maybe(loose, ", markets: [nordics]"),
                                    loose.nextInt(30)));
        }
        if (loose.nextInt(4) > 0) {
            text.append("billingPolicy:\n");
            line(
                    text,
                    "  past_due: { grace: P%dD, then: { deny: [%s] } }"
                            .formatted(5 + loose.nextInt(60), pick(loose, "sso", "seats")));
            line(text, "  unpaid: { keepOnly: [%s] }".formatted(pick(loose, "support", "projects")));
        }
        return text.toString();
    }

    /** What may be sold beside the rest; once it was published it has to stay. */
    static final Map<String, String> ADDITIONS = Map.of(
            "plans:\n", """
                    plans:
                      gold:
                        name: Gold
                        rank: 15
                        versions:
                          - { version: 1, sellable: { from: 2024-01-01 }, grants: { seats: 50, sso: true }, billing: { stripe: [ { price: gold_m } ] } }
                      rare:
                        name: Rare
                        rank: 5
                        versions:
                          - { version: 1, sellable: { from: 2024-01-01 }, grants: { seats: 50 }, billing: { stripe: [ { price: rare_m } ] } }
                    """,
            "addOns:\n", """
                    addOns:
                      more:
                        versions:
                          - { version: 1, grants: { projects: 9 }, billing: { stripe: [ { price: more } ] } }
                    """);

    static String with(String base, Set<String> additions) {
        String text = base;
        for (String addition : additions) {
            text = text.replace(addition, ADDITIONS.getOrDefault(addition, addition));
        }
        return text;
    }

    /** A small change of the kind that people make: most of them alter few answers or none. */
    static String slightly(String base, SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> base.replace("name: S,", "name: Single sign-on,");
            case 1 -> base.replace("features:\n", "features:\n  unsold: { name: U, type: switch }\n");
            case 2 -> base.replace("listPrice: 1000", "listPrice: 1100");
            case 3 -> base.replace("keepOnly: [projects]", "keepOnly: [support]");
            default -> base.replace("type: quantity, merge: max", "type: quantity, merge: sum");
        };
    }

    private static void plan(
            StringBuilder text,
            SplittableRandom fixed,
            String key,
            int rank,
            int versions,
            List<String> added,
            SplittableRandom loose) {
        line(text, "  %s:\n    name: %s\n    rank: %d\n    versions:".formatted(key, key, rank));
        for (int version = 1; version <= versions; version++) {
            var prices = new StringBuilder();
            if (key.equals("starter")) {
                prices.append("{ price: starter_m, term: monthly, listPrice: 1000 }");
            } else if (version == 1) {
                prices.append("{ price: team_m, term: monthly, listPrice: 2000 }, { price: team_y, term: yearly }");
            } else {
                prices.append("{ price: team2_m, term: monthly, quantityOf: seats, listPrice: 3000 }");
                for (String price : added) {
                    prices.append(maybe(loose, ", { price: %s, term: monthly }".formatted(price)));
                }
            }
            line(text, "      - version: %d".formatted(version));
            line(text, "        sellable: { from: 202%d-01-01 }".formatted(3 + version));
            line(text, "        grants:");
            line(text, "          seats: %d".formatted(fixed.nextInt(6)));
            line(text, "          support: %s".formatted(pick(fixed, "none", "email", "manager")));
            line(text, fixed.nextBoolean() ? "          sso: true" : "");
            line(text, fixed.nextBoolean() ? "          projects: unlimited" : "");
            line(
                    text,
                    "          invoices: { limit: %d, window: { every: P1M, anchor: %s }, onLimit: %s }"
                            .formatted(
                                    fixed.nextInt(4) * 50,
                                    pick(fixed, "billing", "calendar, zone: UTC"),
                                    pick(fixed, "block", "overage")));
            line(text, "        variations:");
            line(
                    text,
                    "          - { name: far, when: { market: wide }, grants: { seats: %d } }"
                            .formatted(fixed.nextInt(9)));
            line(text, "        billing: { stripe: [ %s ] }".formatted(prices));
        }
    }

    private static String available(SplittableRandom random, Instant now) {
        return switch (random.nextInt(4)) {
            case 0 -> ", availableIn: [ { market: nordics } ]";
            case 1 ->
                ", availableIn: [ { market: nordics }, { market: wide, from: %s } ]"
                        .formatted(now.plus(Duration.ofDays(1 + random.nextInt(80))));
            default -> "";
        };
    }

    private static String maybe(SplittableRandom random, String text) {
        return random.nextBoolean() ? text : "";
    }

    private static String pick(SplittableRandom random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static void line(StringBuilder text, String line) {
        if (!line.isBlank()) {
            text.append(line).append('\n');
        }
    }
}
