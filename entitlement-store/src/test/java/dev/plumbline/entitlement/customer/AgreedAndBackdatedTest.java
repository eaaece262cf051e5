package dev.plumbline.entitlement.customer;

import static dev.plumbline.entitlement.customer.BillingStatus.ACTIVE;
import static dev.plumbline.entitlement.customer.BillingStatus.CANCELED;
import static dev.plumbline.entitlement.customer.BillingStatus.PENDING;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Phase;
import dev.plumbline.entitlement.customer.BillingSnapshot.Reversal;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Finding.Money;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.Law;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was agreed for later, and what was changed into the past. */
class AgreedAndBackdatedTest {
    private static final Model MODEL = Catalogs.model("""
            format: 1
            catalog: { key: test, currency: EUR }
            features: { sso: { type: switch } }
            plans:
              team:
                versions:
                  - version: 1
                    sellable: { from: 2025-01-01 }
                    billing: { stripe: [ { price: m, listPrice: 1000 }, { price: y }, { lookupKey: k } ] }
                  - version: 2
                    sellable: { from: 2026-06-01 }
                    billing: { stripe: [ { price: m, listPrice: 1000 }, { price: y }, { lookupKey: k } ] }
            """);
    private static final Known ACME = Known.of(new CustomerKey("acme"));
    private static final SubjectRef ONE = new SubjectRef("stripe", "default", "cus_1");
    private static final SubjectRef OTHER = new SubjectRef("stripe", "default", "cus_2");
    private static final Instant NOW = at("2026-11-21");

    @Test
    @Law("L-6 F-50 a pin belongs to the subscription and the plan, also in what is yet to come")
    void bindsALaterPriceToTheVersionOfThePin() {
        var seen = assemble(Kept.nothing(), NOW, running(item("si", "2026-02-01", "m"), phase("2027-01-01", "y")));
        assertThat(later(seen)).isEqualTo(new ToPlan("y", new PlanRef("team", 1), null, null));
        var fresh = assemble(Kept.nothing(), NOW, running(item("si", "2026-07-01", "m"), phase("2027-01-01", "y")));
        assertThat(later(fresh)).isEqualTo(new ToPlan("y", new PlanRef("team", 2), null, null));
    }

    @Test
    @Law("F-50 of one that does not exist yet the version on sale when it begins")
    void bindsWhatDoesNotExistYetByWhenItBegins() {
        var seen = assemble(Kept.nothing(), at("2026-03-01"), yetToBe(phase("2026-07-01", "m")));
        assertThat(later(seen)).isEqualTo(new ToPlan("m", new PlanRef("team", 2), null, null));
        assertThat(seen.keep().bindings())
                .as("nothing is bound for good before it is")
                .isEmpty();
    }

    @Test
    @Law("L-6 an unmapped price of a phase takes nothing away when it comes")
    void goesOnGivingUnderALaterPriceThatNobodyMapped() {
        var seen =
                assemble(Kept.nothing(), NOW, running(item("si", "2026-02-01", "m"), phase("2027-01-01", "surprise")));
        assertThat(later(seen)).isEqualTo(new ToPlan("m", new PlanRef("team", 1), null, null));
        assertThat(seen.findings()).extracting(Finding::type).containsExactly(Finding.Type.UNMAPPED_PRICE);
        var nothing = assemble(Kept.nothing(), NOW, yetToBe(phase("2027-01-01", "surprise")));
        assertThat(later(nothing)).isEqualTo(new Binding.Unmapped("surprise"));
    }

    @Test
    void remembersTheLookupKeyOfAPriceThatIsYetToCome() {
        var keyed = new Item("x", at("2027-01-01"), "price_9", "k", null, 1L, null, null);
        var seen = assemble(
                Kept.nothing(),
                NOW,
                running(item("si", "2026-02-01", "m"), new Phase(at("2027-01-01"), null, null, List.of(keyed))));
        assertThat(seen.keep().lookupKeys()).containsValue("k");
        // The key was transferred to another price meanwhile.
        var moved = assemble(seen.keep(), NOW, running(item("si", "2026-02-01", "m"), phase("2027-01-01", "price_9")));
        assertThat(later(moved)).isEqualTo(new ToPlan("price_9", new PlanRef("team", 1), null, null));
    }

    @Test
    @Law("F-53 a start before the subscription was made is told for a month, if it is news")
    void tellsOfABackdatedStartForAMonth() {
        var back = started("2026-10-21", "2026-11-20");
        var seen = assemble(Kept.nothing(), NOW, back);
        assertThat(seen.findings()).extracting(Finding::money).containsExactly(new Money(1_018, "EUR"));
        assertThat(assemble(seen.keep(), at("2026-12-20"), back).findings()).hasSize(1);
        assertThat(assemble(seen.keep(), at("2026-12-30"), back).findings()).isEmpty();
        // One that was there long before we came is history; one that was made as it began is not backdated.
        assertThat(assemble(Kept.nothing(), at("2026-12-30"), back).findings()).isEmpty();
        assertThat(assemble(Kept.nothing(), NOW, started("2026-11-20", "2026-11-20"))
                        .findings())
                .isEmpty();
        // Of an older version of us nothing is known of the start.
        var old = new Kept(
                Map.of(), Map.of(new SubscriptionRef(ONE, "sub_1"), new Standing(ACTIVE, NOW, null)), Map.of());
        assertThat(assemble(old, NOW, back).findings()).isEmpty();
    }

    @Test
    @Law("F-53 an end long before we heard of it is told, unless it was announced")
    void tellsOfABackdatedEnd() {
        var running = running(item("si", "2026-02-01", "m"));
        var known = assemble(Kept.nothing(), at("2026-10-01"), running).keep();
        var ended = ended("2026-11-01");
        var seen = assemble(known, NOW, ended);
        assertThat(seen.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.type()).isEqualTo(Finding.Type.RETROACTIVE);
            assertThat(finding.ref()).isEqualTo("stripe/default/cus_1/sub_1/end");
            assertThat(finding.money()).isEqualTo(new Money(657, "EUR"));
        });
        assertThat(assemble(seen.keep(), at("2026-11-25"), ended).keep()).isEqualTo(seen.keep());
        assertThat(assemble(known, at("2026-11-01"), ended).findings())
                .as("heard at once")
                .isEmpty();
        var announced = assemble(known, at("2026-10-05"), ending("2026-11-01")).keep();
        assertThat(assemble(announced, NOW, ended).findings())
                .as("its day was known")
                .isEmpty();
        assertThat(assemble(Kept.nothing(), NOW, ended).findings())
                .as("over before we came")
                .isEmpty();
    }

    @Test
    @Law("F-54 money that goes back is told with its amount for a month, and not if it stays")
    void tellsOfReversals() {
        var refund =
                new Reversal("re_1", Reversal.Kind.REFUND, Reversal.Stage.LOST, "ch_1", 300, "EUR", at("2026-11-10"));
        var won =
                new Reversal("du_1", Reversal.Kind.DISPUTE, Reversal.Stage.KEPT, "ch_2", 900, "EUR", at("2026-11-10"));
        var snapshot = new BillingSnapshot(
                ONE,
                false,
                null,
                "NO",
                List.of(running(item("si", "2026-02-01", "m"))),
                List.of(),
                List.of(refund, won),
                null);
        var seen = FactsAssembly.assemble(MODEL, ACME, Kept.nothing(), List.of(snapshot), NOW);
        assertThat(seen.findings())
                .extracting(Finding::ref, Finding::money)
                .containsExactly(tuple("stripe/default/cus_1/re_1", new Money(300, "EUR")));
        assertThat(FactsAssembly.assemble(MODEL, ACME, seen.keep(), List.of(snapshot), at("2026-12-20"))
                        .findings())
                .isEmpty();
    }

    @Test
    @Law("F-55 L-6 what a subscription was bound to goes along to another subject of the customer")
    void keepsThePinOfAMergedSubscription() {
        var first = assemble(Kept.nothing(), NOW, running(item("si", "2026-02-01", "m")));
        var moved = new Subscription(
                "sub_1",
                ACTIVE,
                "active",
                at("2026-07-01"),
                at("2026-07-01"),
                null,
                null,
                null,
                "EUR",
                false,
                null,
                List.of(item("si", "2026-07-01", "m")));
        var merged = FactsAssembly.assemble(
                MODEL,
                ACME,
                first.keep(),
                List.of(
                        new BillingSnapshot(ONE, false, null, "NO", List.of()),
                        new BillingSnapshot(OTHER, false, null, "NO", List.of(moved))),
                NOW);
        assertThat(merged.facts().subscriptions().getFirst().items().getFirst().binding())
                .isEqualTo(new ToPlan("m", new PlanRef("team", 1), null, null));
        var elsewhere = new SubjectRef("stripe", "second", "cus_2");
        var another = FactsAssembly.assemble(
                MODEL,
                ACME,
                first.keep(),
                List.of(new BillingSnapshot(elsewhere, false, null, "NO", List.of(moved))),
                NOW);
        assertThat(another.facts().subscriptions().getFirst().items().getFirst().binding())
                .as("F-40 the same id in another account is another subscription")
                .isEqualTo(new ToPlan("m", new PlanRef("team", 2), null, null));
    }

    private static Assembled assemble(Kept kept, Instant now, Subscription subscription) {
        var snapshot = new BillingSnapshot(ONE, false, null, "NO", List.of(subscription));
        return FactsAssembly.assemble(MODEL, ACME, kept, List.of(snapshot), now);
    }

    private static Binding later(Assembled assembled) {
        return assembled
                .facts()
                .subscriptions()
                .getFirst()
                .ahead()
                .getFirst()
                .items()
                .getFirst()
                .binding();
    }

    private static Item item(String id, String created, String price) {
        return new Item(id, at(created), price, null, null, 1L, null, null);
    }

    private static Phase phase(String from, String price) {
        return new Phase(at(from), null, null, List.of(item("later/" + price, from, price)));
    }

    private static Subscription running(Item item, Phase... ahead) {
        return subscription("sub_1", ACTIVE, "2026-02-01", "2026-02-01", null, null, List.of(item), List.of(ahead));
    }

    private static Subscription yetToBe(Phase... ahead) {
        return subscription("sched", PENDING, "2026-02-01", "2026-07-01", null, "sched", List.of(), List.of(ahead));
    }

    private static Subscription started(String start, String created) {
        return subscription("sub_1", ACTIVE, created, start, null, null, List.of(item("si", start, "m")), List.of());
    }

    private static Subscription ended(String end) {
        return subscription(
                "sub_1",
                CANCELED,
                "2026-02-01",
                "2026-02-01",
                end,
                null,
                List.of(item("si", "2026-02-01", "m")),
                List.of());
    }

    private static Subscription ending(String end) {
        return subscription(
                "sub_1",
                ACTIVE,
                "2026-02-01",
                "2026-02-01",
                end,
                null,
                List.of(item("si", "2026-02-01", "m")),
                List.of());
    }

    private static Subscription subscription(
            String id,
            BillingStatus status,
            String created,
            String start,
            @Nullable String end,
            @Nullable String schedule,
            List<Item> items,
            List<Phase> ahead) {
        return new Subscription(
                id,
                status,
                status.name(),
                at(created),
                at(start),
                end == null ? null : at(end),
                null,
                null,
                "EUR",
                false,
                null,
                items,
                null,
                schedule,
                List.of(),
                ahead);
    }
}
