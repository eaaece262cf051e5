package dev.plumbline.simulated.stripe;

import java.time.Instant;

/** How trials end, and how a subscription that was paused for want of a card goes on. */
public final class Trials {
    private final World world;
    private final Billing billing;

    Trials(World world) {
        this.world = world;
        this.billing = new Billing(world);
    }

    /** Three days before the end. Nothing changes. */
    public Change<Subscription> announceEnd(String subscription) {
        return world.change(story -> {
            Subscription trialing = Subscriptions.running(world, subscription);
            story.tell("trial_will_end", trialing);
            return trialing;
        });
    }

    /** The trial is over and the first real period is paid. */
    public Change<Subscription> end(String subscription) {
        return world.change(story -> beginPaying(story, Subscriptions.running(world, subscription)));
    }

    /** The trial is over and there is no card: paused, told by {@code updated} and {@code paused}. */
    public Change<Subscription> pauseAtEnd(String subscription) {
        return world.change(story -> {
            Subscription before = Subscriptions.running(world, subscription);
            Subscription paused = story.updated(before, before.in(Status.PAUSED));
            story.tell("paused", paused);
            return paused;
        });
    }

    /** A card has come: active again, told by {@code updated} and {@code resumed}. */
    public Change<Subscription> resume(String subscription) {
        return world.change(story -> {
            Subscription active = beginPaying(story.asked(), Subscriptions.running(world, subscription));
            story.tell("resumed", active);
            return active;
        });
    }

    private Subscription beginPaying(Story story, Subscription before) {
        Instant now = story.now();
        Span trial = before.trial();
        boolean early = trial != null && trial.end().isAfter(now);
        Subscription begun = before.in(Status.ACTIVE)
                .anchoredAt(now)
                .onTrial(trial != null && early ? new Span(trial.start(), now) : trial)
                .paying(before.items().stream()
                        .map(item -> item.during(
                                new Span(now, item.price().interval().firstBoundaryAfter(now, now))))
                        .toList());
        Invoice invoice = billing.drawAndTell(story, begun, "subscription_cycle");
        Subscription after = story.updated(before, begun.invoicedBy(invoice.id()));
        billing.pay(story, invoice);
        return after;
    }
}
