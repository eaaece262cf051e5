package dev.plumbline.entitlement.customer;

import static dev.plumbline.entitlement.customer.BillingStatus.ACTIVE;
import static dev.plumbline.entitlement.customer.BillingStatus.CANCELED;
import static dev.plumbline.entitlement.customer.BillingStatus.PAST_DUE;
import static dev.plumbline.entitlement.customer.BillingStatus.PAUSED;
import static dev.plumbline.entitlement.customer.BillingStatus.UNKNOWN;
import static dev.plumbline.entitlement.customer.BillingStatus.UNPAID;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.Law;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactsAssemblyTest {
    private static final Model HARBOR = Catalogs.harbor();
    private static final Known ACME = Known.of(new CustomerKey("acme"));
    private static final SubjectRef STRIPE = new SubjectRef("stripe", "default", "cus_1");
    private static final SubjectRef RECURLY = new SubjectRef("recurly", "default", "acc_1");
    private static final Instant NOW = at("2026-11-21");

    private static Item item(String id, String price) {
        return new Item(id, at("2026-02-01"), price, null, null, 3L, at("2026-11-05"), at("2026-12-05"));
    }

    private static Subscription subscription(BillingStatus status, Item... items) {
        return subscription(status, null, null, items);
    }

    private static Subscription subscription(
            BillingStatus status, @Nullable String arrearsSince, @Nullable String endsAt, Item... items) {
        return new Subscription(
                "sub_1",
                status,
                status.name(),
                at("2026-02-01"),
                at("2026-02-01"),
                endsAt == null ? null : at(endsAt),
                null,
                null,
                "EUR",
                false,
                arrearsSince == null ? null : at(arrearsSince),
                List.of(items));
    }

    private static BillingSnapshot of(SubjectRef subject, @Nullable String country, Subscription... subscriptions) {
        return new BillingSnapshot(subject, false, "Name at " + subject.provider(), country, List.of(subscriptions));
    }

    private static Assembled assemble(Kept kept, Instant now, BillingSnapshot... snapshots) {
        return FactsAssembly.assemble(HARBOR, ACME, kept, List.of(snapshots), now);
    }

    private static Facts.Subscribed only(Assembled assembled) {
        assertThat(assembled.facts().subscriptions()).hasSize(1);
        return assembled.facts().subscriptions().getFirst();
    }

    @Test
    void takesTheCountryOfTheBillingSystemThatHasPrecedence() {
        var assembled = assemble(Kept.nothing(), NOW, of(RECURLY, "DE"), of(STRIPE, "NO"));
        assertThat(assembled.facts().country()).isEqualTo("NO");
        assertThat(assembled.name()).isEqualTo("Name at stripe");
        assertThat(assemble(Kept.nothing(), NOW, of(RECURLY, "DE"), of(STRIPE, null))
                        .facts()
                        .country())
                .isEqualTo("DE");
    }

    @Test
    void takesTheCountryThatWasPutBeforeAnyOther() {
        var put = new Known(ACME.customer(), "SE", Map.of(), List.of(), List.of(), List.of());
        assertThat(FactsAssembly.assemble(HARBOR, put, Kept.nothing(), List.of(of(STRIPE, "NO")), NOW)
                        .facts()
                        .country())
                .isEqualTo("SE");
    }

    @Test
    void reportsACountryThatNobodyKnows() {
        var assembled = assemble(Kept.nothing(), NOW, of(STRIPE, null, subscription(ACTIVE)));
        assertThat(assembled.findings()).extracting(Finding::type).containsExactly(Finding.Type.MISSING_COUNTRY);
        assertThat(assemble(Kept.nothing(), NOW, of(STRIPE, null)).findings()).isEmpty();
    }

    @Test
    @Law({"F-57", "L-6"})
    void reportsAnUnmappedPriceAndKeepsWhatTheItemGave() {
        var first =
                assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(ACTIVE, item("si", "price_team_m_v1"))));
        assertThat(first.findings()).isEmpty();
        var second = assemble(first.keep(), NOW, of(STRIPE, "NO", subscription(ACTIVE, item("si", "price_surprise"))));
        assertThat(only(second).items()).isEqualTo(only(first).items());
        assertThat(second.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.type()).isEqualTo(Finding.Type.UNMAPPED_PRICE);
            assertThat(finding.ref()).isEqualTo("stripe/default/cus_1/sub_1/si");
            assertThat(finding.detail()).contains("price_surprise", "goes on giving team@1");
        });
    }

    @Test
    void leavesThoseOnAPriceWhereTheyAreWhenItsLookupKeyMovesOn() {
        var sold = new Item("si", at("2026-05-01"), "price_1", "team_monthly_2026", null, 3L, null, null);
        var first = assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(ACTIVE, sold)));
        var newCustomerOfTheOldPrice = new Item("si_9", at("2026-06-01"), "price_1", null, null, 3L, null, null);
        var later = assemble(
                new Kept(Map.of(), Map.of(), first.keep().lookupKeys()),
                NOW,
                of(STRIPE, "NO", subscription(ACTIVE, newCustomerOfTheOldPrice)));
        assertThat(only(later).items().getFirst().binding())
                .isEqualTo(new ToPlan("price_1", new PlanRef("team", 2), "monthly", "seats"));
        assertThat(later.findings()).isEmpty();
    }

    @Test
    void keepsThePinWhenAnItemIsReplacedByOneOfTheSamePlan() {
        var shared = Catalogs.model("""
                format: 1
                catalog: { key: test }
                features: { sso: { type: switch } }
                plans:
                  team:
                    versions:
                      - { version: 1, sellable: { from: 2025-01-01 }, billing: { stripe: [ { price: m }, { price: y } ] } }
                      - { version: 2, sellable: { from: 2026-06-01 }, billing: { stripe: [ { price: m }, { price: y } ] } }
                """);
        var monthly = new Item("si_1", at("2026-02-01"), "m", null, null, 1L, null, null);
        var yearly = new Item("si_2", at("2026-09-01"), "y", null, null, 1L, null, null);
        var first = FactsAssembly.assemble(
                shared, ACME, Kept.nothing(), List.of(of(STRIPE, "NO", subscription(ACTIVE, monthly))), NOW);
        var second = FactsAssembly.assemble(
                shared, ACME, first.keep(), List.of(of(STRIPE, "NO", subscription(ACTIVE, yearly))), NOW);
        assertThat(only(second).items().getFirst().binding())
                .isEqualTo(new ToPlan("y", new PlanRef("team", 1), null, null));
        assertThat(second.keep().bindings()).hasSize(1);
    }

    @Test
    @Law("F-37")
    void changesNothingWhenAStatusIsNotUnderstood() {
        var item = item("si", "price_team_m_v1");
        var first = assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(PAST_DUE, "2026-11-10", null, item)));
        var second = assemble(first.keep(), at("2026-11-30"), of(STRIPE, "NO", subscription(UNKNOWN, item)));
        assertThat(second.facts()).isEqualTo(first.facts());
        assertThat(second.keep()).isEqualTo(first.keep());
        assertThat(second.findings()).extracting(Finding::type).containsExactly(Finding.Type.UNKNOWN_STATE);
        var nothingBefore = assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(UNKNOWN, item)));
        assertThat(only(nothingBefore).status()).isEqualTo(UNKNOWN);
    }

    @Test
    @Law("F-44 grace start fixed, cleared")
    void neverMovesTheStartOfAnEpisodeAndForgetsItInGoodStanding() {
        var item = item("si", "price_team_m_v1");
        var late = assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(PAST_DUE, "2026-11-10", null, item)));
        assertThat(only(late).episodeSince()).isEqualTo(at("2026-11-10"));
        var unpaid = assemble(late.keep(), NOW, of(STRIPE, "NO", subscription(UNPAID, "2026-11-20", null, item)));
        assertThat(only(unpaid).episodeSince()).isEqualTo(at("2026-11-10"));
        var paid = assemble(unpaid.keep(), NOW, of(STRIPE, "NO", subscription(ACTIVE, item)));
        assertThat(only(paid).episodeSince()).isNull();
        var again = assemble(paid.keep(), NOW, of(STRIPE, "NO", subscription(PAST_DUE, "2026-11-20", null, item)));
        assertThat(only(again).episodeSince()).isEqualTo(at("2026-11-20"));
    }

    @Test
    void countsFromThePeriodOrElseFromNowWhereNoInvoiceTells() {
        var item = item("si", "price_team_m_v1");
        assertThat(only(assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(PAST_DUE, item))))
                        .episodeSince())
                .isEqualTo(at("2026-11-05"));
        assertThat(only(assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(PAST_DUE))))
                        .episodeSince())
                .isEqualTo(NOW);
        assertThat(only(assemble(Kept.nothing(), NOW, of(STRIPE, "NO", subscription(PAUSED, item))))
                        .episodeSince())
                .isEqualTo(NOW);
    }

    @Test
    @Law("F-51")
    void endsWhatIsCanceledWhenWeLearnOfItAtTheLatest() {
        var canceled = of(STRIPE, "NO", subscription(CANCELED, null, "2026-12-24"));
        var first = assemble(Kept.nothing(), NOW, canceled);
        assertThat(only(first).endsAt()).isEqualTo(NOW);
        assertThat(only(assemble(first.keep(), at("2026-12-01"), canceled)).endsAt())
                .isEqualTo(NOW);
        var backdated = of(STRIPE, "NO", subscription(CANCELED, null, "2026-11-01"));
        assertThat(only(assemble(first.keep(), NOW, backdated)).endsAt()).isEqualTo(at("2026-11-01"));
    }

    @Test
    void keepsThePinsOfASubjectThatIsGone() {
        var there = of(STRIPE, "NO", subscription(ACTIVE, item("si", "price_team_m_v1")));
        var first = assemble(Kept.nothing(), NOW, there);
        var gone = assemble(first.keep(), NOW, BillingSnapshot.tombstone(STRIPE));
        assertThat(gone.facts().subscriptions()).isEmpty();
        assertThat(assemble(gone.keep(), NOW, there).facts()).isEqualTo(first.facts());
    }

    @Test
    @Law({"L-1 replaying changes nothing, in any order", "F-47"})
    void putsTheSameFactsTogetherInAnyOrder() {
        Seeds.cases("L-1 assembly", 300, seed -> {
            var snapshots = snapshots(new SplittableRandom(seed));
            var first = FactsAssembly.assemble(HARBOR, ACME, Kept.nothing(), snapshots, NOW);
            var other = FactsAssembly.assemble(HARBOR, ACME, Kept.nothing(), shuffled(snapshots, seed), NOW);
            assertThat(other).isEqualTo(first);
            var replayed = FactsAssembly.assemble(HARBOR, ACME, first.keep(), snapshots, NOW.plusSeconds(86_400));
            assertThat(replayed.facts()).isEqualTo(first.facts());
            assertThat(replayed.keep()).isEqualTo(first.keep());
        });
    }

    @Test
    @Law("L-6 a pin survives any sync; an unmapped price by itself never takes an entitlement away")
    void keepsEveryPinWhenTheMappingsGo() {
        var unmapped = Catalogs.model(Catalogs.harborText()
                .replace("price: price_team_m_v1", "price: a")
                .replace("price: price_team_y_v1", "price: b")
                .replace("lookupKey: ", "lookupKey: x_")
                .replace("plan: team-2026", "plan: c"));
        Seeds.cases("L-6", 300, seed -> {
            var snapshots = snapshots(new SplittableRandom(seed));
            var before = FactsAssembly.assemble(HARBOR, ACME, Kept.nothing(), snapshots, NOW);
            var after = FactsAssembly.assemble(unmapped, ACME, before.keep(), snapshots, NOW);
            assertThat(after.facts()).isEqualTo(before.facts());
            assertThat(Resolver.resolve(unmapped, after.facts())).isEqualTo(Resolver.resolve(HARBOR, before.facts()));
        });
    }

    private static List<BillingSnapshot> snapshots(SplittableRandom random) {
        var snapshots = new ArrayList<BillingSnapshot>();
        for (var subject : List.of(STRIPE, RECURLY, new SubjectRef("stripe", "second", "cus_1"))) {
            var subscriptions = new ArrayList<Subscription>();
            for (var i = random.nextInt(3); i > 0; i--) {
                var items = new ArrayList<Item>();
                for (var j = random.nextInt(4); j > 0; j--) {
                    items.add(item("si_" + j, random));
                }
                var status = pick(List.of(BillingStatus.values()), random);
                var of = subscription(
                        status, null, random.nextBoolean() ? "2026-12-01" : null, items.toArray(Item[]::new));
                subscriptions.add(new Subscription(
                        "sub_" + i,
                        of.status(),
                        of.providerStatus(),
                        of.createdAt(),
                        of.startedAt(),
                        of.endsAt(),
                        null,
                        null,
                        null,
                        random.nextBoolean(),
                        null,
                        of.items()));
            }
            snapshots.add(new BillingSnapshot(subject, false, null, random.nextBoolean() ? "NO" : null, subscriptions));
        }
        return snapshots;
    }

    private static Item item(String id, SplittableRandom random) {
        var prices = List.of("price_team_m_v1", "price_team_y_v1", "team-2026", "price_1", "price_2", "price_new");
        var keys = new @Nullable String[] {null, "team_monthly_2026", "addon_invoices_100", "unknown"};
        return new Item(
                id,
                at("2026-02-01").plusSeconds(random.nextInt(20_000_000)),
                pick(prices, random),
                keys[random.nextInt(keys.length)],
                null,
                (long) random.nextInt(9),
                null,
                null);
    }

    private static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<BillingSnapshot> shuffled(List<BillingSnapshot> snapshots, long seed) {
        var random = new Random(seed);
        var copy = new ArrayList<BillingSnapshot>();
        for (var snapshot : snapshots) {
            var subscriptions = new ArrayList<Subscription>();
            for (var s : snapshot.subscriptions()) {
                var items = new ArrayList<>(s.items());
                Collections.shuffle(items, random);
                subscriptions.add(new Subscription(
                        s.id(),
                        s.status(),
                        s.providerStatus(),
                        s.createdAt(),
                        s.startedAt(),
                        s.endsAt(),
                        s.trialEndsAt(),
                        s.billingAnchor(),
                        s.currency(),
                        s.collectionPaused(),
                        s.arrearsSince(),
                        items));
            }
            Collections.shuffle(subscriptions, random);
            copy.add(new BillingSnapshot(
                    snapshot.subject(), snapshot.gone(), snapshot.name(), snapshot.country(), subscriptions));
        }
        Collections.shuffle(copy, random);
        return copy;
    }
}
