package dev.plumbline.simulated.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.simulated.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SubscriptionLifeTest {
    private final Shop shop = new Shop(1);
    private final SimulatedStripe stripe = shop.stripe;

    @Test
    @DisplayName("F-3, F-4 a checkout tells five events of one second, and the first shows it incomplete")
    void tellsACheckoutInFiveEvents() {
        Change<Subscription> bought =
                stripe.subscriptions().checkout(NewCustomer.named("New"), Line.of("team_monthly", 2));

        assertThat(types(bought))
                .containsExactly(
                        "customer.created",
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "invoice.paid",
                        "checkout.session.completed");
        assertThat(bought.events()).extracting(Event::created).containsOnly(stripe.now());
        assertThat(((Subscription) bought.events().get(1).object()).status()).isEqualTo("incomplete");
        assertThat(bought.object().status()).isEqualTo("active");
        assertThat(stripe.subscriptions()
                        .checkout(Shop.ACME, Line.of("team_monthly"))
                        .events())
                .hasSize(4);
    }

    @Test
    void goesFromRefusalToRefusalAndIsSavedByAPayment() {
        Subscription team = shop.subscribe("team_monthly");

        Change<Subscription> first = stripe.payments().fail(team.id());
        Invoice owed = invoice(first.object());
        shop.clock.pass(Duration.ofDays(3));
        stripe.payments().fail(team.id());
        Invoice still = invoice(shop.now(team));
        Change<Subscription> last = stripe.payments().exhaustRetries(team.id());
        Change<Subscription> saved = stripe.payments().succeed(team.id());

        assertThat(types(first)).contains("invoice.payment_failed", "customer.subscription.updated");
        assertThat(first.object().status()).isEqualTo("past_due");
        assertThat(owed.attempts()).isEqualTo(new Invoice.Attempts(1, Instant.parse("2026-03-13T09:30:00Z")));
        assertThat(still.id()).as("the same bill is tried again").isEqualTo(owed.id());
        assertThat(still.attempts().count()).isEqualTo(2);
        assertThat(last.object().status()).isEqualTo("unpaid");
        assertThat(invoice(last.object()).attempts().next()).isNull();
        assertThat(types(saved)).containsExactly("invoice.paid", "customer.subscription.updated");
        assertThat(saved.object().status()).isEqualTo("active");
    }

    @Test
    void renewsIntoTheNextPeriodAndComesBackToThe31st() {
        shop.clock.set("2026-01-31T12:00:00Z");
        Subscription team = shop.subscribe("team_monthly");

        assertThat(team.periodEnd()).isEqualTo("2026-02-28T12:00:00Z");
        assertThat(stripe.payments().renew(team.id()).object().periodEnd()).isEqualTo("2026-03-31T12:00:00Z");
        assertThat(stripe.payments().renew(team.id()).object().periodEnd()).isEqualTo("2026-04-30T12:00:00Z");
    }

    @Test
    @DisplayName("F-46 paused collection is an update; only a trial without a card is told as paused")
    void tellsTheTwoPausesApart() {
        Subscription team = shop.subscribe("team_monthly");
        Change<Subscription> collection = stripe.payments().pauseCollection(team.id(), "void", null);
        Subscription trial = stripe.subscriptions()
                .start(Shop.ACME, Start.trialUntil(Instant.parse("2026-03-20T00:00:00Z")), List.of(Line.of("add_on")))
                .object();
        Change<Subscription> paused = stripe.trials().pauseAtEnd(trial.id());

        assertThat(types(collection)).containsExactly("customer.subscription.updated");
        assertThat(collection.object().status()).isEqualTo("active");
        assertThat(types(paused)).containsExactly("customer.subscription.updated", "customer.subscription.paused");
        assertThat(paused.object().status()).isEqualTo("paused");
        assertThat(types(stripe.trials().resume(trial.id()))).contains("customer.subscription.resumed", "invoice.paid");
    }

    @Test
    @DisplayName("F-51 cancel, change of mind, cancel now")
    void endsWhenPlannedOrAtOnce() {
        Subscription team = shop.subscribe("team_monthly");

        Subscription planned = stripe.cancellations().atPeriodEnd(team.id()).object();
        Subscription kept = stripe.cancellations().undo(team.id()).object();
        Change<Subscription> ended = stripe.cancellations().now(team.id());

        assertThat(planned.cancellation().cancelAt()).isEqualTo(team.periodEnd());
        assertThat(planned.cancellation().atPeriodEnd()).isTrue();
        assertThat(kept).isEqualTo(team);
        assertThat(types(ended)).containsExactly("customer.subscription.deleted");
        assertThat(ended.object().cancellation().endedAt()).isEqualTo(stripe.now());
        assertThatThrownBy(() -> stripe.payments().renew(team.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("F-52 an incomplete subscription expires as an update and its bill is void")
    void expiresWhatWasNeverPaid() {
        Subscription never = stripe.subscriptions()
                .start(Shop.ACME, Start.incomplete(), List.of(Line.of("team_monthly")))
                .object();

        Change<Subscription> expired = stripe.cancellations().expireIncomplete(never.id());

        assertThat(types(expired)).containsExactly("invoice.voided", "customer.subscription.updated");
        assertThat(expired.object().status()).isEqualTo("incomplete_expired");
    }

    @Test
    @DisplayName("F-8 a deleted customer ends its subscriptions and leaves a stub")
    void leavesAStubOfADeletedCustomer() {
        Subscription team = shop.subscribe("team_monthly");

        assertThat(types(stripe.customers().delete(Shop.ACME)))
                .containsExactly("customer.subscription.deleted", "customer.deleted");
        assertThat(shop.now(team).status()).isEqualTo("canceled");
        assertThat(stripe.reading().customers().get(Shop.ACME).deleted()).isTrue();
    }

    @Test
    @DisplayName("F-69 a change made silently is neither returned nor listed, but is there")
    void changesWithoutAnEvent() {
        Subscription team = shop.subscribe("team_monthly");
        long before = stripe.reading().events().all().count();

        Change<Subscription> unheard =
                stripe.silently(() -> stripe.cancellations().now(team.id()));

        assertThat(unheard.events()).isEmpty();
        assertThat(stripe.reading().events().all().count()).isEqualTo(before);
        assertThat(shop.now(team).status()).isEqualTo("canceled");
    }

    @Test
    @DisplayName("F-37 a status nobody has documented can be had")
    void takesAnyStatus() {
        Subscription team = shop.subscribe("team_monthly");
        assertThat(stripe.subscriptions().become(team.id(), "frozen").events())
                .singleElement()
                .satisfies(event -> assertThat(event.text()).contains("\"status\": \"frozen\""));
    }

    @Test
    void movesALookupKeyWithoutMovingSubscribers() {
        Subscription team = shop.subscribe("team_monthly");

        Change<Price> dearer = stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 2_000).keyed("team_monthly"));

        assertThat(types(dearer)).containsExactly("price.updated", "price.created");
        assertThat(shop.now(team).items().getFirst().price().id()).isEqualTo("price_team_monthly");
        assertThat(shop.now(team).items().getFirst().price().lookupKey()).isNull();
        assertThat(shop.subscribe("team_monthly").items().getFirst().price()).isEqualTo(dearer.object());
    }

    @Test
    @DisplayName("F-53 a backdated start is created now, began then, and is in the period that follows from it")
    void startsInThePast() {
        Subscription backdated = stripe.subscriptions()
                .start(
                        Shop.ACME,
                        Start.backdatedTo(Instant.parse("2026-02-18T00:00:00Z")),
                        List.of(Line.of("team_monthly")))
                .object();

        assertThat(backdated.created()).isEqualTo(stripe.now());
        assertThat(backdated.startDate()).isEqualTo("2026-02-18T00:00:00Z");
        assertThat(backdated.items().getFirst().period())
                .isEqualTo(new Span(Instant.parse("2026-02-18T00:00:00Z"), Instant.parse("2026-03-18T00:00:00Z")));
    }

    @Test
    void beginsANewCycleWithAnotherTermAndKeepsItWithTheSame() {
        Subscription team = shop.subscribe("team_monthly");
        String item = team.items().getFirst().id();
        shop.clock.pass(Duration.ofDays(5));

        Subscription business = stripe.subscriptions()
                .changePlan(team.id(), item, "business_monthly")
                .object();
        Subscription yearly = stripe.subscriptions()
                .changePlan(team.id(), item, "team_yearly")
                .object();

        assertThat(business.periodEnd()).isEqualTo(team.periodEnd());
        assertThat(business.item(item).created()).isEqualTo(team.item(item).created());
        assertThat(yearly.periodEnd()).isEqualTo("2027-03-15T09:30:00Z");
        assertThat(yearly.item(item).quantity()).isEqualTo(3);
    }

    @Test
    @DisplayName("F-54 a refund and a dispute lead back to the customer through the charge")
    void tellsOfMoneyGivenBack() {
        Subscription team = shop.subscribe("team_monthly");
        String charge = Objects.requireNonNull(invoice(team).settlement().charge());

        assertThat(types(stripe.payments().refund(charge, 1_000))).containsExactly("charge.refunded");
        assertThat(types(stripe.payments().dispute(charge))).containsExactly("charge.dispute.created");
        assertThat(shop.get("/v1/charges/" + charge).json().path("customer").asString())
                .isEqualTo(Shop.ACME);
    }

    private Invoice invoice(Subscription subscription) {
        return stripe.reading().invoices().get(Objects.requireNonNull(subscription.latestInvoice()));
    }

    private static List<String> types(Change<?> change) {
        return change.events().stream().map(Event::type).toList();
    }
}
