package dev.plumbline.entitlement.model.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.CatalogTree;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("M18: what a draft changes, in words")
class CatalogDiffTest {
    private static final String EVERYTHING = Catalogs.text("everything.yaml");
    private static final Model BEFORE = Catalogs.model(EVERYTHING);

    /**
     * An edit of the catalog and what is said of it. None touches the words of another, so any of them may be made in any
     * order.
     */
    private record Edit(String from, String to, String kinds, boolean alters, String sentence) {
        String in(String yaml) {
            assertThat(yaml).contains(from);
            return yaml.replace(from, to);
        }
    }

    private static final List<Edit> EDITS = List.of(
            can("[NO, SE, FI]", "[SE, FI, DK]", "MARKET_CHANGED", "The market nordics gains DK and loses NO"),
            can(
                    "event: call.ended",
                    "event: call.over",
                    "METER_CHANGED",
                    "The meter minutes was sum of $.minutes of" + " call.ended, becomes sum of $.minutes of call.over"),
            no("markets:\n", "markets:\n  anz: [AU, NZ]\n", "MARKET_ADDED", "The market anz is new: AU, NZ"),
            no(
                    "name: Single sign-on",
                    "name: SSO",
                    "FEATURE_RENAMED",
                    "The name of the feature sso was Single sign-on, becomes SSO"),
            no(
                    "owner: identity team",
                    "owner: login team",
                    "FEATURE_OWNER_CHANGED",
                    "identity team, becomes login team"),
            no("tags: [security, login]", "tags: [login]", "FEATURE_TAGS_CHANGED", "login, security, becomes login"),
            no("unit: seat", "unit: member", "FEATURE_UNIT_CHANGED", "seat, becomes member"),
            can(
                    "type: switch, default: true,",
                    "type: switch,",
                    "FEATURE_DEFAULT_CHANGED",
                    "What everybody has of sso was on, becomes nothing"),
            can(
                    "until: 2027-12-01 } ] }",
                    "until: 2027-11-01 } ] }",
                    "FEATURE_AVAILABILITY_CHANGED",
                    "Where payouts is to be had was dach from 2026-12-01T05:00:00Z until 2027-12-01; nordics always, becomes"),
            can("irreversible: true, ", "", "FEATURE_IRREVERSIBLE_CHANGED", "true, becomes false"),
            can("merge: replace", "merge: any", "FEATURE_MERGE_CHANGED", "replace, becomes any"),
            can("meter: lines }", "meter: minutes }", "FEATURE_METER_CHANGED", "lines, becomes minutes"),
            can("onOutage: deny", "onOutage: allow", "FEATURE_OUTAGE_CHANGED", "deny, becomes allow"),
            no(
                    "[community, email, manager]",
                    "[community, email, phone, manager]",
                    "FEATURE_LEVELS_CHANGED",
                    "community, email, manager, becomes community, email, phone, manager"),
            no(
                    "  callers: { type: metered,",
                    "  fax: { type: switch }\n  callers: { type: metered,",
                    "FEATURE_ADDED",
                    "The feature fax is new: fax, a switch"),
            can(
                    "  storage: { type: metered,",
                    "  free: { type: switch, default: true }\n  storage: { type: metered,",
                    "FEATURE_ADDED",
                    "The feature free is new: free, a switch, on for everybody"),
            no("name: Team plan", "name: Team", "PLAN_RENAMED", "Team plan, becomes Team"),
            no("rank: 20", "rank: 30", "PLAN_RANK_CHANGED", "The rank of the plan team was 20, becomes 30"),
            no(
                    "{ from: 2025-02-01,",
                    "{ from: 2025-01-01,",
                    "VERSION_SALE_CHANGED",
                    "The sale of team@1 was from 2025-02-01 until 2026-04-01, becomes from 2025-01-01 until 2026-04-01"),
            can("seats:   5", "seats:   6", "GRANT_CHANGED", "What team@1 gives of seats was 5, becomes 6"),
            can("          sso:     true\n", "", "GRANT_REMOVED", "What team@1 gives of sso was on, becomes nothing"),
            can(
                    "desks:   { limit: unlimited }",
                    "desks:   { limit: unlimited }\n          chat:    true",
                    "GRANT_ADDED",
                    "What team@2 gives of chat becomes on; there was nothing"),
            can(
                    "priority: 2, ",
                    "",
                    "VARIATION_CHANGED",
                    "for term yearly (priority 2): talk: 400, becomes for term yearly:"),
            can(
                    "length: P14D",
                    "length: P30D",
                    "TRIAL_CHANGED",
                    "14 days: support: manager, becomes 30 days: support: manager"),
            can(
                    "notBefore: 2026-10-01",
                    "notBefore: 2027-10-01",
                    "MIGRATION_CHANGED",
                    "Who moves to team@2 was those on 1 at a date, not before 2026-10-01"),
            can(
                    "{ plan: team-2026, term: monthly }",
                    "{ plan: team-2026, term: monthly }, { plan: team-2027 }",
                    "MAPPING_ADDED",
                    "recurly price team-2027 sells team@2 from now on (no term)"),
            no("{ price: by-contract }", "", "MAPPING_REMOVED", "manual price by-contract sells team@1 no longer"),
            can(
                    "quantityOf: seats",
                    "quantityOf: desks",
                    "MAPPING_CHANGED",
                    "its quantity is of seats, becomes monthly"),
            no(
                    "amount: 4900",
                    "amount: 5900",
                    "LIST_PRICE_CHANGED",
                    "4900 minor units of USD every year, becomes 5900"),
            no("name: More to talk", "name: More minutes", "ADD_ON_RENAMED", "More to talk, becomes More minutes"),
            can("max: 10 }", "max: 20 }", "ADD_ON_REQUIREMENT_CHANGED", "team, at most 10, becomes team, at most 20"),
            no(
                    "until: 2028-01-01",
                    "until: 2027-01-01",
                    "VERSION_RETIRED",
                    "more_talk@1 is sold no longer than until 2027-01-01"),
            can(
                    "maxCustomers: 500",
                    "maxCustomers: 600",
                    "PROMOTION_CHANGED",
                    "at most 500 customers, becomes plans team"),
            no(
                    "reason: Upsell test PRC-118",
                    "reason: PRC-119",
                    "PROMOTION_REASON_CHANGED",
                    "Upsell test PRC-118, becomes PRC-119"),
            can(
                    "promotions:\n",
                    "promotions:\n  all: { reason: x, window: { from: 2027-01-01, until: 2027-12-31 }, grants: { sso: true } }\n",
                    "PROMOTION_ADDED",
                    "The promotion all is new: sso: on; from 2027-01-01 until 2027-12-31; to every plan"),
            can(
                    "grace: P10D",
                    "grace: P12D",
                    "BILLING_POLICY_CHANGED",
                    "What a customer keeps who is past_due was grace"
                            + " of 10 days: everything, after 10 days everything but payouts, after 20 days nothing but support, becomes"),
            no(
                    "day: 31",
                    "day: 1",
                    "CADENCE_CHANGED",
                    "quarterly on day 31 (Europe/Copenhagen), becomes quarterly on day 1 (Europe/Copenhagen)"),
            can(
                    "precedence: [manual, salesforce,",
                    "precedence: [salesforce, manual,",
                    "PRECEDENCE_CHANGED",
                    "manual, salesforce, stripe, recurly, becomes salesforce, manual, stripe, recurly"),
            no(
                    "owner: pricing@everything.example",
                    "owner: sales@everything.example",
                    "CATALOG_CHANGED",
                    "The owner of the catalog was pricing@"));

    private static Edit can(String from, String to, String kind, String sentence) {
        return new Edit(from, to, kind, true, sentence);
    }

    private static Edit no(String from, String to, String kind, String sentence) {
        return new Edit(from, to, kind, false, sentence);
    }

    private static List<Change> after(String yaml) {
        return CatalogDiff.between(BEFORE, Catalogs.model(yaml));
    }

    @Test
    void saysEachEditInOneSentenceAndWhetherItCanAlterAnswers() {
        for (var edit : EDITS) {
            var changes = after(edit.in(EVERYTHING));
            assertThat(changes).as(edit.toString()).isNotEmpty();
            assertThat(changes)
                    .filteredOn(change -> change.kind() == Kind.valueOf(edit.kinds))
                    .as("%s in %s", edit, changes)
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.sentence()).contains(edit.sentence);
                        assertThat(change.canAlterAnswers()).isEqualTo(edit.alters);
                        assertThat(change.path()).startsWith("/").contains(change.ref());
                    });
        }
    }

    /** The end of team@1 follows the beginning of team@2, where it is not written out. */
    @Test
    void retiresAVersionByItsSuccessor() {
        var one = model(
                "{ version: 1, sellable: { from: 2026-01-01 }, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } }");
        var two = model(
                "{ version: 1, sellable: { from: 2026-01-01 }, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } },"
                        + "{ version: 2, sellable: { from: 2027-01-01 }, grants: { seats: 9 }, billing: { stripe: [ { price: p }, { price: q } ] } }");
        assertThat(CatalogDiff.between(one, two))
                .extracting(change -> change.kind() + " " + change.canAlterAnswers() + ": " + change.sentence())
                .containsExactly(
                        "VERSION_RETIRED false: team@1 is sold no longer than until 2027-01-01; those who bought it keep it",
                        "VERSION_ADDED false: team@2 is new: sold from 2027-01-01; gives seats: 9",
                        // Sold team@1 already, so no item is without a meaning.
                        "MAPPING_ADDED false: stripe price p sells team@2 from now on (no term)",
                        "MAPPING_ADDED true: stripe price q sells team@2 from now on (no term)");
    }

    private static Model model(String versions) {
        return Catalogs.aModel("seats: { type: quantity }", "team: { versions: [ " + versions + " ] }");
    }

    @Test
    void saysThatRankDecidesWhereTwoPlansCannotBeMerged() {
        var two = """
                format: 1
                catalog: { key: ranks }
                features: { chat: { type: switch, merge: replace } }
                plans:
                  a: { rank: 1, versions: [ { version: 1, grants: { chat: true }, billing: { stripe: [ { price: p } ] } } ] }
                  b: { rank: 2, versions: [ { version: 1, grants: { chat: false }, billing: { stripe: [ { price: q } ] } } ] }
                """;
        assertThat(CatalogDiff.between(Catalogs.model(two), Catalogs.model(two.replace("rank: 1", "rank: 3"))))
                .singleElement()
                .satisfies(change -> assertThat(change.canAlterAnswers()).isTrue());
    }

    @Test
    void saysNothingOfWhatMeansTheSame() {
        assertThat(after(EVERYTHING
                        .replace("[NO, SE, FI]", "[FI, SE, NO]")
                        .replace("tags: [security, login]", "tags: [login, security]")
                        .replace("warnAt: [0.8, 1.0]", "warnAt: [1.00, 0.80]")
                        .replace("atLeast: 5", "atLeast: 5.0")
                        .replace("every: P1Y", "every: P12M")
                        .replace("P20D: {", "PT480H: {")
                        .replace("from: 2026-01-01,", "from: 2026-01-01T01:00:00+01:00,")
                        .replace(
                                "{ lookupKey: team_monthly, term: monthly, quantityOf: seats }, { product: prod_1, term: yearly, listPrice: 100 }",
                                "{ product: prod_1, term: yearly, listPrice: 100 }, { lookupKey: team_monthly, term: monthly, quantityOf: seats }")
                        .replace("# Every key", "# No key")))
                .isEmpty();
    }

    @Test
    void isEmptyIfAndOnlyIfTheModelsAreEqual() {
        var models = new ArrayList<Model>(List.of(BEFORE));
        CatalogTree.without(EVERYTHING).values().forEach(less -> {
            if (CatalogFile.read(less) instanceof CatalogFile.Valid(Model model)) {
                models.add(model);
            }
        });
        EDITS.forEach(edit -> models.add(Catalogs.model(edit.in(EVERYTHING))));
        assertThat(models).hasSizeGreaterThan(120);
        for (var one : models) {
            for (var other : models) {
                var changes = CatalogDiff.between(one, other);
                assertThat(changes.isEmpty()).as("%s", changes).isEqualTo(one.equals(other));
            }
        }
    }

    /** Whatever order edits are made in, a reviewer reads the same; and each says its own, whatever else is edited. */
    @Test
    void doesNotShowTheOrderOfEdits() {
        Seeds.cases("orders of edits", 60, seed -> {
            var random = new Random(seed);
            var some = new ArrayList<>(EDITS);
            Collections.shuffle(some, random);
            var chosen = some.subList(0, 2 + random.nextInt(8));
            var changes = after(applied(chosen));
            Collections.shuffle(chosen, random);
            assertThat(after(applied(chosen))).isEqualTo(changes);
            assertThat(changes).isEqualTo(after(applied(chosen)));
            assertThat(changes.stream().map(change -> change.kind().name()))
                    .containsAll(chosen.stream().map(Edit::kinds).collect(Collectors.toSet()));
        });
    }

    private static String applied(List<Edit> edits) {
        var yaml = EVERYTHING;
        for (var edit : edits) {
            yaml = edit.in(yaml);
        }
        return yaml;
    }

    /** What is added one way is removed the other, at the same places. */
    @Test
    void readsTheSamePlacesBackwards() {
        for (var edit : EDITS) {
            var after = Catalogs.model(edit.in(EVERYTHING));
            assertThat(CatalogDiff.between(after, BEFORE).stream()
                            .map(Change::path)
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(CatalogDiff.between(BEFORE, after).stream()
                            .map(Change::path)
                            .distinct()
                            .toList());
        }
    }

    @Test
    void hasAnExampleOfEveryKind() {
        var seen = EnumSet.noneOf(Kind.class);
        var empty = Catalogs.model("format: 1\ncatalog: { key: everything }\nfeatures: {}\nplans: {}\n");
        var models = new ArrayList<Model>(List.of(
                BEFORE,
                empty,
                Catalogs.model(EVERYTHING
                        .replace(
                                "chat:    { type: switch, merge: replace }",
                                "chat:    { type: quantity, merge: replace }")
                        .replace("grants: { chat: true }", "grants: { chat: 5 }"))));
        EDITS.forEach(edit -> models.add(Catalogs.model(edit.in(EVERYTHING))));
        CatalogTree.without(EVERYTHING).values().forEach(less -> {
            if (CatalogFile.read(less) instanceof CatalogFile.Valid(Model model)) {
                models.add(model);
            }
        });
        for (var model : models) {
            CatalogDiff.between(BEFORE, model).forEach(change -> seen.add(change.kind()));
            CatalogDiff.between(model, BEFORE).forEach(change -> seen.add(change.kind()));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(Arrays.asList(Kind.values()));
    }

    @Test
    void namesEveryPartOfANewPlan() {
        var empty = Catalogs.model("format: 1\ncatalog: { key: everything }\nfeatures: {}\nplans: {}\n");
        assertThat(CatalogDiff.between(empty, BEFORE))
                .filteredOn(change -> change.ref().equals("team@2"))
                .extracting(Change::kind)
                .containsExactly(
                        Kind.VERSION_ADDED,
                        Kind.MAPPING_ADDED,
                        Kind.MAPPING_ADDED,
                        Kind.MAPPING_ADDED,
                        Kind.MIGRATION_CHANGED);
    }
}
