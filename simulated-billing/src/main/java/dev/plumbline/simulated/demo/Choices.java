package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.List;
import java.util.random.RandomGenerator;

/** What customers choose themselves: plan, term, seats, add-ons. */
final class Choices {
    private static final int MOST_SEATS = 60;

    private final SimulatedStripe stripe;
    private final RandomGenerator random;

    Choices(SimulatedStripe stripe, RandomGenerator random) {
        this.stripe = stripe;
        this.random = random;
    }

    /** Some more or fewer of the first item, never none. */
    Change<Subscription> seats(Subscription subscription) {
        Item item = subscription.items().getFirst();
        long now = item.quantity() == null ? 1 : item.quantity();
        long step = 1L + random.nextInt(3);
        boolean fewer = now > step && (now + step > MOST_SEATS || random.nextBoolean());
        return stripe.subscriptions().changeQuantity(subscription.id(), item.id(), fewer ? now - step : now + step);
    }

    /** A step up or down, mostly; sometimes the same plan for the other term. Who is on an old price moves to a new one. */
    Change<Subscription> plan(Subscription subscription) {
        Item item = subscription.items().getFirst();
        String key = item.price().lookupKey() == null ? "" : item.price().lookupKey();
        for (int term = 0; term < HarborPrices.LADDERS.size(); term++) {
            List<String> ladder = HarborPrices.LADDERS.get(term);
            int rung = ladder.indexOf(key);
            if (rung >= 0) {
                boolean otherTerm = random.nextInt(5) == 0;
                String target = otherTerm
                        ? HarborPrices.LADDERS.get(1 - term).get(rung)
                        : ladder.get(rung == 1 ? random.nextInt(2) * 2 : 1);
                return stripe.subscriptions().changePlan(subscription.id(), item.id(), target);
            }
        }
        return item.price().product().equals("prod_team") && random.nextInt(8) == 0
                ? stripe.subscriptions().changePlan(subscription.id(), item.id(), "team_monthly_2026")
                : seats(subscription);
    }

    /** Bought when there is none; more, fewer or none when there is. */
    Change<Subscription> addOn(Subscription subscription) {
        Item bought = subscription.itemFor(HarborPrices.ADD_ON);
        if (bought == null) {
            return stripe.subscriptions().addItem(subscription.id(), Line.of(HarborPrices.ADD_ON));
        }
        boolean only = subscription.items().size() == 1;
        if (!only && random.nextBoolean()) {
            return stripe.subscriptions().removeItem(subscription.id(), bought.id());
        }
        long packs = bought.quantity() == null ? 1 : bought.quantity();
        return stripe.subscriptions().changeQuantity(subscription.id(), bought.id(), packs % 9 + 1);
    }
}
