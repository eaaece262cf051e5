package dev.plumbline.entitlement.metering;

import static dev.plumbline.entitlement.metering.MeteringOnPostgres.CALL;
import static dev.plumbline.entitlement.metering.MeteringOnPostgres.METERS;
import static dev.plumbline.entitlement.metering.MeteringOnPostgres.NOW;
import static dev.plumbline.entitlement.metering.MeteringOnPostgres.TEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Law;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Seeds;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The stored aggregates against {@link PlainUsage}. While it was built it found two faults, both of an id used again within one
 * batch.
 */
class UsageAgainstPlainReadingTest {
    private static final int HISTORIES = 40;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Oslo"), ZoneId.of("Asia/Kathmandu"), ZoneId.of("America/St_Johns"), ZoneId.of("UTC"));

    private static MeteringOnPostgres store;

    @BeforeAll
    static void start() {
        store = new MeteringOnPostgres();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    @Law({"F-76", "F-59", "F-60"})
    @DisplayName(
            "F-76: duplicates, conflicts, lateness, any order, backdating and corrections: what is stored is what a plain reading"
                    + " of what was sent gives, in every kind of window")
    void countsWhatAPlainReadingCounts() {
        Seeds.cases("F-76 usage", HISTORIES, seed -> {
            var random = new SplittableRandom(seed);
            CustomerKey customer = store.customer("f76-" + Long.toUnsignedString(seed));
            var plain = new PlainUsage();
            var sent = new ArrayList<UsageEvent>();
            for (int batch = 0; batch < 8; batch++) {
                List<UsageEvent> events = batch(random, customer, sent);
                List<Outcome> outcomes = take(events);
                for (int place : correctionsLast(events)) {
                    Outcome.Kind expected = plain.send(events.get(place), NOW);
                    assertThat(outcomes.get(place).outcome())
                            .as("event %d of batch %d: %s", place, batch, events)
                            .isEqualTo(expected);
                }
            }
            compare(random, customer, plain);
        });
    }

    /** Within a batch what is corrected comes before what corrects it; all else keeps its order, so do those of one id. */
    private static int[] correctionsLast(List<UsageEvent> events) {
        return IntStream.range(0, events.size())
                .boxed()
                .sorted(Comparator.comparing(place -> comesAfterACorrectionOfItsId(events, place)))
                .mapToInt(place -> place)
                .toArray();
    }

    private static boolean comesAfterACorrectionOfItsId(List<UsageEvent> events, int place) {
        String id = events.get(place).id();
        return events.subList(0, place + 1).stream()
                .anyMatch(event -> event.corrects() != null && event.id().equals(id));
    }

    private static List<Outcome> take(List<UsageEvent> events) {
        return store.intake.take(events.stream().<Parsed>map(Parsed.Event::new).toList(), TEST);
    }

    private static List<UsageEvent> batch(SplittableRandom random, CustomerKey customer, List<UsageEvent> sent) {
        var batch = new ArrayList<UsageEvent>();
        int many = 1 + random.nextInt(12);
        boolean corrected = false;
        for (int i = 0; i < many; i++) {
            UsageEvent old = sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
            UsageEvent event =
                    switch (random.nextInt(10)) {
                        case 0 -> old == null ? fresh(random, customer, null) : copy(old);
                        case 1 -> old == null ? fresh(random, customer, null) : other(random, old);
                        // One for a batch: which of two that correct the same comes first is left open.
                        case 2 -> {
                            boolean first = !corrected;
                            corrected = true;
                            yield first && old != null
                                    ? fresh(random, customer, random.nextInt(8) == 0 ? "unknown" : old.id())
                                    : fresh(random, customer, null);
                        }
                        default -> fresh(random, customer, null);
                    };
            batch.add(event);
            if (event.corrects() == null) {
                sent.add(event);
            }
        }
        batch.stream().filter(event -> event.corrects() != null).forEach(sent::add);
        return batch;
    }

    /** Within the last seventy days, often at a whole hour or at the same instant as others, seldom without a time. */
    private static UsageEvent fresh(SplittableRandom random, CustomerKey customer, @Nullable String corrects) {
        Instant time = NOW.minus(Duration.ofMinutes(random.nextInt(70 * 24) * 60L + (random.nextBoolean() ? 0 : 7)));
        boolean isVoid = corrects != null && random.nextInt(3) == 0;
        return new UsageEvent(
                "app/" + customer,
                "e" + Long.toUnsignedString(random.nextLong(), 36),
                isVoid ? UsageEvent.VOIDED : CALL,
                customer,
                random.nextInt(10) == 0 ? null : time,
                corrects,
                isVoid ? null : data(random));
    }

    private static JsonNode data(SplittableRandom random) {
        return CloudEvents.JSON.readTree("{\"bytes\":%s,\"user\":\"u%d\"}"
                .formatted(
                        BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(4))
                                .toPlainString(),
                        random.nextInt(5)));
    }

    private static UsageEvent copy(UsageEvent old) {
        return new UsageEvent(
                old.source(), old.id(), old.type(), old.customer(), old.time(), old.corrects(), old.data());
    }

    private static UsageEvent other(SplittableRandom random, UsageEvent old) {
        return new UsageEvent(
                old.source(),
                old.id(),
                CALL,
                old.customer(),
                old.time(),
                null,
                CloudEvents.JSON.readTree("{\"bytes\":77777777%d,\"user\":\"x\"}".formatted(random.nextInt(10))));
    }

    private static void compare(SplittableRandom random, CustomerKey customer, PlainUsage plain) {
        var slices = new ArrayList<Slice>();
        for (int i = 0; i < 12; i++) {
            Windows.Span span = window(random);
            METERS.values().forEach(meter -> slices.add(new Slice(customer, meter, span.start(), span.end())));
        }
        var used = store.totals.used(slices);
        for (Slice slice : slices) {
            assertThat(used.get(slice))
                    .as("%s of %s .. %s", slice.meter(), slice.from(), slice.until())
                    .isEqualByComparingTo(plain.used(slice.meter(), slice.from(), slice.until()));
        }
    }

    /** Also with another anchor than before: an anchor that moves slices the same log anew. */
    private static Windows.Span window(SplittableRandom random) {
        Instant at = NOW.minus(Duration.ofMinutes(random.nextInt(75 * 24 * 60)));
        Window window =
                switch (random.nextInt(4)) {
                    case 0 -> new Window.Calendar(Period.ofDays(1), ZONES.get(random.nextInt(ZONES.size())));
                    case 1 -> new Window.Calendar(Period.ofMonths(1), ZONES.get(random.nextInt(ZONES.size())));
                    case 2 -> new Window.Rolling(Duration.ofMinutes(1 + random.nextInt(3 * 24 * 60)));
                    default -> new Window.Billing(Period.ofMonths(1));
                };
        Instant anchor = Instant.parse("2026-01-%dT13:37:11.000123Z".formatted(28 + random.nextInt(4)));
        return Windows.at(window, anchor, at);
    }

    @Test
    @DisplayName("F-76: the same events from eight senders at once, in different batches and orders, count once")
    void countsOnceWhoeverSendsIt() throws Exception {
        CustomerKey customer = store.customer("crowd");
        var random = new SplittableRandom(76);
        var events = new ArrayList<UsageEvent>();
        for (int i = 0; i < 400; i++) {
            events.add(fresh(random, customer, null));
        }
        var accepted = new AtomicInteger();
        try (var senders = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<Integer>>();
            for (int sender = 0; sender < 8; sender++) {
                var order = new ArrayList<>(events);
                Collections.shuffle(order, new Random(sender));
                work.add(() -> {
                    for (int from = 0; from < order.size(); from += 50) {
                        take(order.subList(from, from + 50)).stream()
                                .filter(outcome -> outcome.outcome() == Outcome.Kind.ACCEPTED)
                                .forEach(_ -> accepted.incrementAndGet());
                    }
                    return 0;
                });
            }
            for (var done : senders.invokeAll(work)) {
                done.get();
            }
        }
        var plain = new PlainUsage();
        events.forEach(event -> plain.send(event, NOW));
        assertThat(accepted).hasValue(400);
        compare(random, customer, plain);
    }

    @Test
    @Law("L-7 downgrade below usage: never deletes, denies new use, says how much is over")
    @DisplayName("L-7: whatever was used, a lower limit deletes nothing of it, denies more, and says how much is over")
    void saysHowMuchIsOverAfterADowngrade() {
        Seeds.cases("L-7 usage", 15, seed -> {
            var random = new SplittableRandom(seed);
            CustomerKey customer = store.customer("l7-" + Long.toUnsignedString(seed));
            List<UsageEvent> events = new ArrayList<>();
            int many = 5 + random.nextInt(20);
            for (int i = 0; i < many; i++) {
                events.add(fresh(random, customer, null));
            }
            assertThat(take(events)).extracting(Outcome::outcome).containsOnly(Outcome.Kind.ACCEPTED);
            Allotment before = store.allow(customer, Meter.Aggregate.COUNT, 50, "BLOCK");
            BigDecimal used = used(before);
            int lower = random.nextInt(used.intValue() + 1);
            Allotment after = store.allow(customer, Meter.Aggregate.COUNT, lower, "BLOCK");

            Decision decision = decide(after, used(after));
            assertThat(decision.used()).isEqualByComparingTo(used);
            assertThat(decision.overage()).isEqualByComparingTo(used.subtract(BigDecimal.valueOf(lower)));
            assertThat(decision.hasAccess()).isFalse();
            assertThat(decide(store.allow(customer, Meter.Aggregate.COUNT, lower, "OVERAGE"), used)
                            .hasAccess())
                    .isTrue();
            assertThat(rows(customer)).isEqualTo(5 * events.size());
        });
    }

    private static BigDecimal used(Allotment has) {
        Allowance.Metered allowance = Objects.requireNonNull(has.allowance());
        Slice slice = Slices.of(has, allowance, NOW).now();
        return Objects.requireNonNull(store.totals.used(List.of(slice)).get(slice));
    }

    private static Decision decide(Allotment has, BigDecimal used) {
        return Decider.decide(has.feature(), has.segment(), new Usage(used, null), Request.PLAIN, NOW);
    }

    private static int rows(CustomerKey customer) {
        return store.jdbc
                .sql("select count(*) from usage_log where customer_key = :customer")
                .param("customer", customer.value())
                .query(Integer.class)
                .single();
    }
}
