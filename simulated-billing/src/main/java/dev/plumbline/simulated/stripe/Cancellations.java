package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.function.UnaryOperator;

/** How subscriptions end, and how customers change their mind. */
public final class Cancellations {
    private final World world;

    Cancellations(World world) {
        this.world = world;
    }

    public Change<Subscription> atPeriodEnd(String subscription) {
        return plan(
                subscription, before -> before.ending(new Cancellation(before.periodEnd(), true, world.now(), null)));
    }

    public Change<Subscription> at(String subscription, Instant moment) {
        return plan(subscription, before -> before.ending(new Cancellation(moment, false, world.now(), null)));
    }

    /** Never mind: it goes on as before. */
    public Change<Subscription> undo(String subscription) {
        return plan(subscription, before -> before.ending(Cancellation.NONE));
    }

    public Change<Subscription> now(String subscription) {
        return world.change(story -> end(story.asked(), Subscriptions.running(world, subscription), story.now()));
    }

    /** Ended earlier than we hear of it. */
    public Change<Subscription> backdated(String subscription, Instant endedAt) {
        return world.change(story -> end(story.asked(), Subscriptions.running(world, subscription), endedAt));
    }

    /** The planned end has come. */
    public Change<Subscription> takeEffect(String subscription) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            Instant planned = before.cancellation().cancelAt();
            if (planned == null) {
                throw new IllegalStateException(subscription + " has no planned end");
            }
            return end(story, before, planned);
        });
    }

    /** The first payment never came: incomplete_expired, told as an update, and the bill is void. */
    public Change<Subscription> expireIncomplete(String subscription) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            Invoice owed = new Billing(world).owed(before);
            if (owed != null) {
                Invoice voided = owed.voided(story.now());
                story.put(voided);
                story.tell("voided", voided);
            }
            return story.updated(
                    before,
                    before.in(Status.INCOMPLETE_EXPIRED)
                            .ending(before.cancellation().ended(story.now())));
        });
    }

    static Subscription end(Story story, Subscription before, Instant moment) {
        Subscription ended =
                before.in(Status.CANCELED).ending(before.cancellation().ended(moment));
        story.put(ended);
        story.tell("deleted", ended);
        return ended;
    }

    private Change<Subscription> plan(String subscription, UnaryOperator<Subscription> change) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            return story.asked().updated(before, change.apply(before));
        });
    }
}
