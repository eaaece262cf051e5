package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens between a subscription and a bank. */
public final class Payments {
    private final World world;
    private final Billing billing;

    Payments(World world) {
        this.world = world;
        this.billing = new Billing(world);
    }

    /** The next period begins and is paid. Before the end of the period it begins early: tests need not wait. */
    public Change<Subscription> renew(String subscription) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            Subscription next = Billing.advanced(before, later(before.periodEnd(), story.now()));
            Invoice invoice = billing.drawAndTell(story, next, "subscription_cycle");
            Subscription after = story.updated(before, next.invoicedBy(invoice.id()));
            billing.pay(story, invoice);
            return after;
        });
    }

    /**
     * The card is refused: active becomes past_due. Tries the oldest unpaid bill again or, when nothing is owed, draws
     * a new one; that one begins a new period only when the old one is over.
     */
    public Change<Subscription> fail(String subscription) {
        return world.change(story -> refuse(story, subscription, false));
    }

    /** The last try is refused too: unpaid, and the bill stays open. */
    public Change<Subscription> exhaustRetries(String subscription) {
        return world.change(story -> refuse(story, subscription, true));
    }

    /** Everything owed is paid: past_due, unpaid and incomplete become active. */
    public Change<Subscription> succeed(String subscription) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            for (Invoice owed = billing.owed(before); owed != null; owed = billing.owed(before)) {
                billing.pay(story, owed);
            }
            boolean stays =
                    before.status().equals(Status.TRIALING) || before.status().equals(Status.PAUSED);
            return stays ? before : story.updated(before, before.in(Status.ACTIVE));
        });
    }

    /** Bills are no longer collected. No status changes and no {@code paused} event: a trap worth testing. */
    public Change<Subscription> pauseCollection(String subscription, String behavior, @Nullable Instant resumesAt) {
        return collect(subscription, new CollectionPause(behavior, resumesAt));
    }

    public Change<Subscription> resumeCollection(String subscription) {
        return collect(subscription, null);
    }

    /** Gives back part of what was last paid. */
    public Change<Charge> refund(String charge, long amount) {
        return world.change(story -> {
            Charge refunded = charged(charge).refunding(story.id("re_"), story.now(), amount);
            story.asked().put(refunded);
            story.tell("refunded", refunded);
            return refunded;
        });
    }

    public Change<Dispute> dispute(String charge) {
        return world.change(story -> {
            Charge disputed = charged(charge).inDispute();
            story.put(disputed);
            return story.created(new Dispute(story.id("du_"), story.now(), disputed, "needs_response"));
        });
    }

    /** {@code won} or {@code lost}. */
    public Change<Dispute> decide(String dispute, String status) {
        return world.change(story -> {
            Dispute before = world.disputes.latest(dispute);
            if (before == null) {
                throw new IllegalArgumentException("no such dispute: " + dispute);
            }
            Dispute decided = before.decided(status);
            story.put(decided);
            story.tell("closed", decided);
            return decided;
        });
    }

    private Change<Subscription> collect(String subscription, @Nullable CollectionPause pause) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            return story.asked().updated(before, before.collecting(pause));
        });
    }

    private Subscription refuse(Story story, String subscription, boolean lastTime) {
        Subscription before = Subscriptions.running(world, subscription);
        Subscription next = before;
        Invoice owed = billing.owed(before);
        if (owed == null) {
            boolean due = !before.periodEnd().isAfter(story.now());
            next = due ? Billing.advanced(before, story.now()) : before;
            owed = billing.drawAndTell(story, next, due ? "subscription_cycle" : "subscription_update");
            next = next.invoicedBy(owed.id());
        }
        billing.refuse(story, owed, lastTime);
        boolean neverPaid = before.status().equals(Status.INCOMPLETE);
        return story.updated(before, neverPaid ? next : next.in(lastTime ? Status.UNPAID : Status.PAST_DUE));
    }

    private Charge charged(String id) {
        Charge charge = world.charges.latest(id);
        if (charge == null) {
            throw new IllegalArgumentException("no such charge: " + id);
        }
        return charge;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
