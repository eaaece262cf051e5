package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Gives the founders the history that led to where they are now. */
final class Past {
    private static final Duration TRIAL = Duration.ofDays(14);

    private final SimulatedStripe stripe;
    private final Instant now;

    Past(SimulatedStripe stripe) {
        this.stripe = stripe;
        this.now = stripe.now();
    }

    /** @param spread days by which starts differ, so that not everybody renews on the same day */
    void relate(Founder founder, int spread) {
        Instant began = began(founder, spread);
        String customer = stripe.at(began, () -> stripe.customers().create(founder.customer()))
                .id();
        founder.orders()
                .forEach(lines -> lead(
                        stripe.at(began, () -> stripe.subscriptions().start(customer, start(founder), lines))
                                .object(),
                        founder));
    }

    private Instant began(Founder founder, int spread) {
        int since = founder.since();
        return switch (founder.situation()) {
            case "trialing" -> now.plus(Duration.ofDays(since)).minus(TRIAL);
            case "paused" -> now.minus(Duration.ofDays(since)).minus(TRIAL);
            case "incomplete" -> now.minus(Duration.ofHours(since));
            case "expired" -> now.minus(Duration.ofDays(since));
            // So that the renewal that failed falls on about the day the situation began.
            case "past_due", "unpaid" -> monthsBack(founder.monthsAgo(), since);
            default -> monthsBack(founder.monthsAgo(), spread);
        };
    }

    private Start start(Founder founder) {
        return switch (founder.situation()) {
            case "trialing" -> Start.trialUntil(now.plus(Duration.ofDays(founder.since())));
            case "paused" -> Start.trialUntil(now.minus(Duration.ofDays(founder.since())));
            case "incomplete", "expired" -> Start.incomplete();
            default -> Start.now();
        };
    }

    private void lead(Subscription subscription, Founder founder) {
        String id = subscription.id();
        Instant since = now.minus(Duration.ofDays(founder.since()));
        Instant lately = now.minus(Duration.ofDays(2));
        switch (founder.situation()) {
            case "trialing", "incomplete" -> {
                // Already there.
            }
            case "paused" -> at(since, () -> stripe.trials().pauseAtEnd(id));
            case "expired" ->
                at(
                        since.plus(Duration.ofHours(23)),
                        () -> stripe.cancellations().expireIncomplete(id));
            case "past_due" -> failRenewal(id, since);
            case "unpaid" -> {
                failRenewal(id, since);
                at(since.plus(Duration.ofDays(14)), () -> stripe.payments().exhaustRetries(id));
            }
            case "canceled" ->
                renewAndThen(id, since, () -> stripe.cancellations().now(id));
            case "ending" ->
                renewAndThen(id, lately, () -> stripe.cancellations().atPeriodEnd(id));
            case "scheduled_end" -> {
                Instant end = now.plus(Duration.ofDays(founder.since()));
                renewAndThen(id, lately, () -> stripe.cancellations().at(id, end));
            }
            case "collection_paused" ->
                renewAndThen(id, lately, () -> stripe.payments().pauseCollection(id, "mark_uncollectible", null));
            case "active" -> renewUntil(id, now);
            default -> throw new IllegalStateException("no past leads to " + founder.situation());
        }
    }

    private void renewAndThen(String id, Instant moment, Supplier<Change<Subscription>> work) {
        renewUntil(id, moment.minusSeconds(1));
        at(moment, work);
        if (stripe.reading().subscriptions().get(id).status().equals("active")) {
            renewUntil(id, now);
        }
    }

    /** At the renewal nearest to that moment; months differ in length, so it may be some days off. */
    private void failRenewal(String id, Instant around) {
        renewUntil(id, around.minus(Duration.ofDays(5)));
        Instant due = due(id);
        at(due.isAfter(now) ? around : due, () -> stripe.payments().fail(id));
    }

    private void renewUntil(String id, Instant moment) {
        for (Instant due = due(id); !due.isAfter(moment); due = due(id)) {
            at(due, () -> stripe.payments().renew(id));
        }
    }

    private Instant due(String id) {
        return stripe.reading().subscriptions().get(id).periodEnd();
    }

    private Instant monthsBack(int months, int days) {
        return now.atZone(ZoneOffset.UTC).minusMonths(months).minusDays(days).toInstant();
    }

    private void at(Instant moment, Supplier<Change<Subscription>> work) {
        stripe.at(moment, work);
    }
}
