package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the company's customers use: some far below their limits, some near, some beyond. Every invoice follows from when the
 * company was founded, so after a restart they are the same.
 */
final class Invoicing {
    private static final Duration OLDEST_REPORT = Duration.ofDays(34);
    private static final Duration LATELY = Duration.ofHours(2);
    private static final Set<String> PAID_BY_USE = Set.of("cus_polar", "cus_kyoto");
    /** Of this one's invoices every fifth is not reported to the billing system: a gap. */
    static final String GAP = "cus_kyoto";

    private static final int LOST = 5;

    /** Of one invoice the sender hears only when its month is over. */
    static final String LATE = "cus_sakura";

    /**
     * @param already in the period in which the company was founded
     * @param every one more, from then on
     */
    private record Habit(String customer, int already, Duration every) {}

    private static final List<Habit> HABITS = List.of(
            new Habit("cus_nordlys", 120, Duration.ofHours(6)), // of 200
            new Habit("cus_sakura", 800, Duration.ofHours(1)), // of 5,000
            new Habit("cus_lumi", 250, Duration.ofHours(12)), // of 300: warned at 240
            new Habit("cus_skov", 46, Duration.ofHours(24)), // of 50
            new Habit("cus_hansen", 50, Duration.ofDays(40)), // of 50: blocked
            new Habit("cus_gdansk", 340, Duration.ofHours(4)), // of 300: more is allowed, and told
            new Habit("cus_polar", 420, Duration.ofHours(2)), // paid by use
            new Habit(GAP, 90, Duration.ofHours(8)));

    private final SimulatedStripe stripe;
    private final List<Use> already = new ArrayList<>();
    private Instant founded = Instant.EPOCH;
    private Instant told = Instant.EPOCH;

    Invoicing(SimulatedStripe stripe) {
        this.stripe = stripe;
    }

    /** As of when the company is founded. */
    void begin() {
        founded = stripe.now();
        for (Habit habit : HABITS) {
            Instant from = periodStart(habit.customer());
            Duration step = Duration.between(from, founded.minus(LATELY)).dividedBy(habit.already() + 1L);
            for (int i = 0; i < habit.already(); i++) {
                already.add(new Use(
                        "inv-" + habit.customer() + "-" + i, habit.customer(), from.plus(step.multipliedBy(i + 1L))));
            }
        }
        already.add(new Use("inv-" + LATE + "-late", LATE, periodStart(LATE).minus(Duration.ofDays(3))));
    }

    private Instant periodStart(String customer) {
        return stripe.reading()
                .subscriptions()
                .of(customer)
                .map(subscription -> subscription.items().getFirst().period().start())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(customer + " has nothing that runs"));
    }

    List<Use> until(Instant now) {
        var uses = new ArrayList<>(already);
        for (Habit habit : HABITS) {
            Instant at = founded.plus(habit.every());
            for (int i = 0; at.isBefore(now); i++, at = at.plus(habit.every())) {
                uses.add(new Use("inv-" + habit.customer() + "-later-" + i, habit.customer(), at));
            }
        }
        uses.stream().filter(use -> PAID_BY_USE.contains(use.customer())).forEach(use -> report(use, now));
        told = now;
        return List.copyOf(uses);
    }

    private void report(Use use, Instant now) {
        String number = use.id().substring(use.id().lastIndexOf('-') + 1);
        boolean isLost = use.customer().equals(GAP) && Integer.parseInt(number) % LOST == 0;
        boolean isNew = use.at().isAfter(told) || told.equals(Instant.EPOCH);
        if (!isLost && isNew && use.at().isAfter(now.minus(OLDEST_REPORT))) {
            stripe.metering().report(use.id(), HarborPrices.EVENT, use.customer(), BigDecimal.ONE, use.at());
        }
    }
}
