package dev.plumbline.entitlement.customer;

import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Phase;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.Law;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pin that is to move at an instant to come. */
class PlanningTest {
    private static final Model MODEL = Catalogs.model("""
            format: 1
            catalog: { key: test, currency: EUR }
            features: { sso: { type: switch } }
            plans:
              team:
                versions:
                  - version: 1
                    sellable: { from: 2025-01-01 }
                    billing: { stripe: [ { price: m }, { price: y } ] }
                  - version: 2
                    sellable: { from: 2026-06-01 }
                    billing: { stripe: [ { price: n } ] }
                  - version: 3
                    sellable: { from: 2027-06-01 }
                    billing: { stripe: [ { price: o } ] }
            """);
    private static final Known ACME = Known.of(new CustomerKey("acme"));
    private static final SubjectRef ONE = new SubjectRef("stripe", "default", "cus_1");
    private static final SubscriptionRef SUB = new SubscriptionRef(ONE, "sub_1");
    private static final PlannedMove MOVE =
            new PlannedMove(new PlanRef("team", 1), new PlanRef("team", 2), at("2027-01-01"), "migration/1");

    private static Assembled assemble(Kept kept, Instant now, BillingSnapshot snapshot) {
        return FactsAssembly.assemble(MODEL, ACME, kept, List.of(snapshot), now);
    }

    private static Item item(String price) {
        return new Item("si", at("2026-02-01"), price, null, null, 3L, null, null);
    }

    private static BillingSnapshot running(@Nullable Instant endsAt, Item item, Phase... ahead) {
        return new BillingSnapshot(
                ONE,
                false,
                null,
                null,
                List.of(new Subscription(
                        "sub_1",
                        BillingStatus.ACTIVE,
                        "active",
                        at("2026-02-01"),
                        at("2026-02-01"),
                        endsAt,
                        null,
                        null,
                        "EUR",
                        false,
                        null,
                        List.of(item),
                        null,
                        null,
                        List.of(),
                        List.of(ahead))));
    }

    private static Kept planned(BillingSnapshot snapshot) {
        return assemble(Kept.nothing(), at("2026-11-21"), snapshot).keep().planning(SUB, _ -> List.of(MOVE));
    }

    /** {@code now team@1, 2027-01-01 team@2}. */
    private static List<String> stretches(Assembled assembled) {
        var stretches = new ArrayList<String>();
        var subscription = assembled.facts().subscriptions().getFirst();
        stretches.add("now " + version(subscription.items()));
        subscription
                .ahead()
                .forEach(ahead ->
                        stretches.add(ahead.from().toString().substring(0, 10) + " " + version(ahead.items())));
        return stretches;
    }

    private static String version(List<Facts.BoundItem> items) {
        return items.getFirst().binding() instanceof ToPlan to ? to.plan() + " " + to.price() : "nothing";
    }

    @Test
    @Law("L-4 the future is in the timeline: a pin that is to move is a stretch ahead")
    void showsTheVersionToCome() {
        var snapshot = running(null, item("m"));
        var seen = assemble(planned(snapshot), at("2026-11-21"), snapshot);
        assertThat(stretches(seen)).containsExactly("now team@1 m", "2027-01-01 team@2 m");
        assertThat(seen.keep()).isEqualTo(planned(snapshot));
        assertThat(seen.keep().nextMove()).contains(at("2027-01-01"));
    }

    @Test
    @Law("L-6 when the time has come the pin has moved, and a sync keeps it there")
    void movesThePinWhenItIsDue() {
        var snapshot = running(null, item("m"));
        var due = assemble(planned(snapshot), at("2027-01-01"), snapshot);
        assertThat(stretches(due)).containsExactly("now team@2 m");
        assertThat(due.keep().moves()).isEmpty();
        assertThat(stretches(assemble(due.keep(), at("2027-02-01"), snapshot))).containsExactly("now team@2 m");
    }

    @Test
    @Law("F-50 what the billing system agreed on for later moves as well, before and after")
    void goesIntoWhatWasAgreedForLater() {
        var agreed = running(
                null,
                item("m"),
                new Phase(at("2026-12-15"), null, null, List.of(item("y"))),
                new Phase(at("2027-03-01"), null, null, List.of(item("m"))));
        assertThat(stretches(assemble(planned(agreed), at("2026-11-21"), agreed)))
                .containsExactly("now team@1 m", "2026-12-15 team@1 y", "2027-01-01 team@2 y", "2027-03-01 team@2 m");
    }

    @Test
    void meansNothingOnceTheItemIsOnAnotherVersion() {
        var snapshot = running(null, item("m"));
        var bought = assemble(planned(snapshot), at("2026-12-01"), running(null, item("o")));
        assertThat(stretches(bought)).containsExactly("now team@3 o");
        assertThat(bought.keep().moves()).isEmpty();
    }

    @Test
    void isTakenBackWithoutATrace() {
        var snapshot = running(null, item("m"));
        var before = assemble(Kept.nothing(), at("2026-11-21"), snapshot);
        var undone = planned(snapshot).planning(SUB, _ -> List.of());
        assertThat(assemble(undone, at("2026-11-21"), snapshot)).isEqualTo(before);
    }
}
