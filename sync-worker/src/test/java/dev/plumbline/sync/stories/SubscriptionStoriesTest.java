package dev.plumbline.sync.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Discount;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.Schedule;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that change: by agreement, by second thoughts, for want of a payment, into the past. */
class SubscriptionStoriesTest {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);

    @SuppressWarnings("TimeInStaticInitializer") // the stories begin when the class does
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final Instant CHANGE = NOW.plus(Duration.ofDays(10));
    private static final Instant END = CHANGE.plus(Duration.ofDays(30));
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open();
        System.out.println("SubscriptionStoriesTest seed " + SEED);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @DisplayName(
            "F-50 a phase of a schedule is known before it comes, and the answer flips at its instant with nobody doing anything")
    void flipsAtTheBoundaryOfASchedule() {
        Subscription bought = shop.buys("cus_sched", Line.of("price_team", 3));
        Schedule schedule = shop.told(shop.stripe
                .schedules()
                .follow(bought.id(), "cancel", new Schedule.Phase(CHANGE, END, Line.of("price_business", 7))));

        assertThat(shop.seats("cus_sched")).isEqualTo(3);
        assertThat(shop.seats("cus_sched", CHANGE.minusMillis(1))).isEqualTo(3);
        assertThat(shop.has("cus_sched", "reports", CHANGE.minusMillis(1))).isFalse();
        assertThat(shop.seats("cus_sched", CHANGE)).isEqualTo(7);
        assertThat(shop.has("cus_sched", "reports", CHANGE)).isTrue();
        assertThat(shop.sso("cus_sched", END.minusMillis(1))).isEqualTo("granted");
        assertThat(shop.sso("cus_sched", END)).isEqualTo("NO_ACTIVE_PHASE");

        shop.told(shop.stripe.schedules().release(schedule.id()));
        assertThat(shop.seats("cus_sched", CHANGE))
                .as("released: it goes on as it is")
                .isEqualTo(3);
        assertThat(shop.sso("cus_sched", END)).isEqualTo("granted");
    }

    @Test
    @DisplayName("F-50 when the phase comes, Stripe's own change is no change of the answer from then on")
    void saysTheSameWhenThePhaseHasCome() {
        Instant soon = NOW.minusSeconds(2);
        Subscription bought = shop.boughtAt(NOW.minus(Duration.ofDays(40)), "cus_came", Line.of("price_team", 3));
        Schedule schedule = shop.told(shop.stripe
                .schedules()
                .follow(bought.id(), "release", new Schedule.Phase(soon, END, Line.of("price_business", 7))));
        // Its instant has come, and Stripe has not begun it yet: nobody did anything.
        assertThat(shop.seats("cus_came")).isEqualTo(7);
        assertThat(shop.seats("cus_came", soon.minusMillis(1))).isEqualTo(3);

        shop.told(shop.stripe.schedules().advance(schedule.id()));
        assertThat(shop.seats("cus_came")).isEqualTo(7);
        assertThat(shop.has("cus_came", "reports", END.plusSeconds(1))).isTrue();
        shop.told(shop.stripe.schedules().advance(schedule.id()));
        assertThat(shop.has("cus_came", "reports", END.plusSeconds(1)))
                .as("released")
                .isTrue();
    }

    @Test
    @DisplayName(
            "F-50 a schedule that was not started begins, ends, is called off, and becomes a subscription, without a gap")
    void knowsASubscriptionThatDoesNotExistYet() {
        shop.told(shop.stripe.customers().create(NewCustomer.named("Later").withId("cus_later")));
        Schedule off = shop.told(shop.stripe
                .schedules()
                .plan("cus_later", "cancel", new Schedule.Phase(CHANGE, END, Line.of("price_team", 4))));
        assertThat(shop.sso("cus_later", CHANGE.minusMillis(1))).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(shop.seats("cus_later", CHANGE)).isEqualTo(4);
        assertThat(shop.sso("cus_later", END)).isEqualTo("NO_ACTIVE_PHASE");
        shop.told(shop.stripe.schedules().cancel(off.id()));
        assertThat(shop.sso("cus_later", CHANGE)).as("called off at once").isEqualTo("NO_ACTIVE_PHASE");

        Schedule begins = shop.told(shop.stripe
                .schedules()
                .plan("cus_later", "release", new Schedule.Phase(NOW.minusSeconds(1), END, Line.of("price_team", 5))));
        assertThat(shop.seats("cus_later")).as("its instant has come").isEqualTo(5);
        shop.told(shop.stripe.schedules().advance(begins.id()));
        assertThat(shop.seats("cus_later")).isEqualTo(5);
        assertThat(shop.plumbline
                        .sql()
                        .sql(
                                "select absent_since is null and dirty_seq is null or dirty_cause = 'settle' from subject where id = 'cus_later'")
                        .query(Boolean.class)
                        .single())
                .as("nothing is waited for: the subscription names its schedule")
                .isTrue();
    }

    @Test
    @DisplayName(
            "F-50 L-6 a pin goes along: a later price that served several versions is the one the subscription is on")
    void keepsThePinInPhasesToCome() {
        Instant spring = Instant.parse("2026-03-01T00:00:00Z");
        Subscription old = shop.boughtAt(spring, "cus_pin", Line.of("price_team", 2));
        shop.told(shop.stripe
                .schedules()
                .follow(
                        old.id(),
                        "release",
                        new Schedule.Phase(CHANGE, END, Line.of("price_team_yearly", 6)),
                        new Schedule.Phase(END, END.plusSeconds(86_400), Line.of("price_unmapped", 6))));

        assertThat(source("cus_pin", CHANGE.minusMillis(1))).isEqualTo("team@1");
        assertThat(source("cus_pin", CHANGE)).isEqualTo("team@1");
        assertThat(source("cus_pin", END))
                .as("L-6 an unmapped price takes nothing away, also not later")
                .isEqualTo("team@1");
        assertThat(shop.open("UNMAPPED_PRICE", "cus_pin"))
                .singleElement()
                .asString()
                .contains("price_unmapped", "which it comes to at " + END, "go on giving team@1");
    }

    @Test
    @DisplayName(
            "F-51 F-50 an update that waits for its payment changes nothing until it is applied, and nothing if it never is")
    void waitsForThePaymentOfAnUpdate() {
        Subscription bought = shop.buys("cus_wait", Line.of("price_team", 3));
        String item = bought.items().getFirst().id();
        long versions = shop.versions("cus_wait");
        shop.told(shop.stripe.subscriptions().changeOncePaid(bought.id(), item, "price_business"));
        assertThat(shop.has("cus_wait", "reports", Instant.now())).isFalse();
        shop.told(shop.stripe.subscriptions().expirePending(bought.id()));
        assertThat(shop.versions("cus_wait")).isEqualTo(versions);

        shop.told(shop.stripe.subscriptions().changeOncePaid(bought.id(), item, "price_business"));
        shop.told(shop.stripe.subscriptions().applyPending(bought.id()));
        assertThat(shop.has("cus_wait", "reports", Instant.now())).isTrue();
        assertThat(shop.versions("cus_wait")).isEqualTo(versions + 1);
    }

    @Test
    @DisplayName(
            "F-51 cancel, never mind, cancel at a day, cancel now: in every order of deliveries the provider's last state counts")
    void endsAsTheProviderSaysLast() {
        List<List<Integer>> orders = permutations(List.of(0, 1, 2, 3));
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < orders.size(); i++) {
            String customer = "cus_cancel_" + i;
            Subscription bought = shop.buys(customer, Line.of("price_team", 2));
            boolean ends = i % 2 == 0;
            List<Event> events = new ArrayList<>();
            events.addAll(shop.stripe.cancellations().atPeriodEnd(bought.id()).events());
            events.addAll(shop.stripe.cancellations().undo(bought.id()).events());
            events.addAll(shop.stripe.cancellations().at(bought.id(), CHANGE).events());
            events.addAll((ends
                            ? shop.stripe.cancellations().now(bought.id())
                            : shop.stripe.cancellations().undo(bought.id()))
                    .events());
            assertThat(events).hasSize(4);
            for (int event : orders.get(i)) {
                shop.plumbline.deliver(events.get(event));
                if (random.nextInt(3) == 0) {
                    shop.plumbline.comeToRest();
                }
            }
            shop.plumbline.comeToRest();
            assertThat(shop.sso(customer, Instant.now().plusSeconds(1)))
                    .as("%s of seed %d", orders.get(i), SEED)
                    .isEqualTo(ends ? "NO_ACTIVE_PHASE" : "granted");
            assertThat(shop.sso(customer, CHANGE)).isEqualTo(ends ? "NO_ACTIVE_PHASE" : "granted");
        }
    }

    @Test
    @DisplayName("F-51 an end that was set ends at its instant, and not if it was taken back")
    void endsAtTheInstantThatWasSet() {
        Subscription bought = shop.buys("cus_end", Line.of("price_team", 2));
        shop.told(shop.stripe.cancellations().at(bought.id(), CHANGE));
        assertThat(shop.sso("cus_end", CHANGE.minusMillis(1))).isEqualTo("granted");
        assertThat(shop.sso("cus_end", CHANGE)).isEqualTo("NO_ACTIVE_PHASE");
        shop.told(shop.stripe.cancellations().undo(bought.id()));
        assertThat(shop.sso("cus_end", CHANGE)).isEqualTo("granted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep_as_draft", "mark_uncollectible", "void"})
    @DisplayName("F-46 a paused collection is what the policy makes of it, until it resumes by itself")
    void pausesTheCollectionAsThePolicySays(String behavior) {
        String customer = "cus_pause_" + behavior;
        Subscription bought = shop.buys(customer, Line.of("price_team", 2));
        shop.told(shop.stripe.payments().pauseCollection(bought.id(), behavior, CHANGE));
        assertThat(shop.sso(customer, Instant.now())).isEqualTo("PAUSED");
        assertThat(shop.seats(customer)).as("the policy names sso alone").isEqualTo(2);
        assertThat(shop.sso(customer, CHANGE.minusMillis(1))).isEqualTo("PAUSED");
        assertThat(shop.sso(customer, CHANGE)).isEqualTo("granted");

        shop.told(shop.stripe.payments().pauseCollection(bought.id(), behavior, null));
        assertThat(shop.sso(customer, CHANGE)).isEqualTo("PAUSED");
        shop.told(shop.stripe.payments().resumeCollection(bought.id()));
        assertThat(shop.sso(customer, Instant.now())).isEqualTo("granted");
    }

    @Test
    @DisplayName("F-46 a trial that ends without a card is paused, and goes on when the card comes")
    void pausesATrialWithoutACard() {
        shop.told(shop.stripe.customers().create(NewCustomer.named("Trial").withId("cus_trial")));
        Subscription trial = shop.told(shop.stripe
                .subscriptions()
                .start("cus_trial", Start.trialUntil(NOW.plusSeconds(86_400)), List.of(Line.of("price_team", 2))));
        assertThat(shop.sso("cus_trial", Instant.now())).isEqualTo("granted");
        shop.told(shop.stripe.trials().pauseAtEnd(trial.id()));
        assertThat(shop.sso("cus_trial", Instant.now())).isEqualTo("PAUSED");
        shop.told(shop.stripe.trials().resume(trial.id()));
        assertThat(shop.sso("cus_trial", Instant.now())).isEqualTo("granted");
    }

    @Test
    @DisplayName("F-52 a first payment that never came never gave anything, at no time")
    void neverGrantsWhatWasNeverPaid() {
        shop.told(shop.stripe.customers().create(NewCustomer.named("Never").withId("cus_never")));
        Subscription incomplete = shop.told(
                shop.stripe.subscriptions().start("cus_never", Start.incomplete(), List.of(Line.of("price_team", 2))));
        assertThat(shop.sso("cus_never", Instant.now())).isEqualTo("NO_ACTIVE_PHASE");
        shop.told(shop.stripe.cancellations().expireIncomplete(incomplete.id()));
        assertThat(shop.sso("cus_never", Instant.now())).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(shop.plumbline
                        .sql()
                        .sql(
                                "select count(*) from entitlement_history where customer_key = 'cus_never' and timeline::text like '%plan%'")
                        .query(Long.class)
                        .single())
                .as("no answer of any time named a plan")
                .isZero();
    }

    @Test
    @DisplayName("F-53 a start 20 days back: valid from then, recorded now, and a report of what it was worth")
    void recordsABackdatedStart() {
        Instant start = NOW.minus(Duration.ofDays(20));
        shop.told(shop.stripe.customers().create(NewCustomer.named("Back").withId("cus_back")));
        shop.told(shop.stripe
                .subscriptions()
                .start("cus_back", Start.backdatedTo(start), List.of(Line.of("price_team", 3))));

        assertThat(shop.sso("cus_back", start)).isEqualTo("granted");
        assertThat(shop.sso("cus_back", start.minusMillis(1))).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(shop.open("RETROACTIVE", "cus_back"))
                .singleElement()
                .asString()
                .contains("began on " + start, "20 days");
        long worth = worth("cus_back");
        // 3 times 12.00 a month, for 20 of 30.4375 days
        assertThat(worth).isBetween(2_365L, 2_367L);
    }

    @Test
    @DisplayName("F-53 an end 20 days back: it ended then, what was answered meanwhile stays answered, and a report")
    void recordsABackdatedEnd() {
        Instant end = NOW.minus(Duration.ofDays(20));
        Subscription bought = shop.boughtAt(NOW.minus(Duration.ofDays(60)), "cus_ended", Line.of("price_team", 1));
        Instant before = Instant.now();
        shop.told(shop.stripe.cancellations().backdated(bought.id(), end));

        Instant meanwhile = NOW.minus(Duration.ofDays(10));
        assertThat(shop.sso("cus_ended", meanwhile)).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(shop.sso("cus_ended", end.minusMillis(1))).isEqualTo("granted");
        assertThat(shop.plumbline
                        .json("/v1/customers/cus_ended/entitlements/sso?at=" + before + "&knownAt=" + before)
                        .path("hasAccess")
                        .asBoolean())
                .as("L-2")
                .isTrue();
        assertThat(shop.open("RETROACTIVE", "cus_ended"))
                .singleElement()
                .asString()
                .contains("ended on " + end, "not paid for 20 days");
        assertThat(worth("cus_ended")).isBetween(788L, 790L);
    }

    @Test
    @DisplayName(
            "F-53 where no list price is known the exposure is unknown, and an end that was announced is no surprise")
    void knowsNoWorthWithoutAPrice() {
        Instant end = NOW.minus(Duration.ofDays(20));
        Subscription unpriced =
                shop.boughtAt(NOW.minus(Duration.ofDays(60)), "cus_unpriced", Line.of("price_business", 1));
        shop.told(shop.stripe.cancellations().backdated(unpriced.id(), end));
        assertThat(shop.open("RETROACTIVE", "cus_unpriced"))
                .singleElement()
                .asString()
                .endsWith("what that is worth is not known");
        assertThat(worthOrNull("cus_unpriced")).isNull();

        Subscription announced =
                shop.boughtAt(NOW.minus(Duration.ofDays(60)), "cus_announced", Line.of("price_team", 1));
        shop.told(shop.stripe.at(
                NOW.minus(Duration.ofDays(50)),
                () -> shop.stripe.cancellations().at(announced.id(), end)));
        shop.told(shop.stripe.cancellations().takeEffect(announced.id()));
        assertThat(shop.open("RETROACTIVE", "cus_announced")).isEmpty();
    }

    @Test
    @DisplayName(
            "F-47 F-49 F-38 the plan among metered items without a quantity, at any place of more than ten, up, down and none")
    void findsThePlanAtAnyPlace() {
        var random = new Random(SEED);
        for (int round = 0; round < 4; round++) {
            String customer = "cus_many_" + round;
            List<Line> lines = new ArrayList<>(IntStream.range(0, 12)
                    .mapToObj(i -> Line.metered("price_calls"))
                    .toList());
            lines.add(Line.of("price_team", 5));
            Collections.shuffle(lines, random);
            Subscription bought = shop.buys(customer, lines.toArray(Line[]::new));
            assertThat(shop.seats(customer))
                    .as("round %d of seed %d", round, SEED)
                    .isEqualTo(5);
            assertThat(shop.has(customer, "reports", Instant.now())).isTrue();
            String item = Objects.requireNonNull(bought.itemFor("price_team")).id();
            for (long quantity : new long[] {9, 2, 0}) {
                shop.told(shop.stripe.subscriptions().changeQuantity(bought.id(), item, quantity));
                assertThat(shop.seats(customer)).isEqualTo(quantity);
            }
        }
    }

    @Test
    @DisplayName("F-37 a status of tomorrow changes nothing, is reported, and is forgotten when it is over")
    void bearsAnUnknownStatus() {
        Subscription bought = shop.buys("cus_frozen", Line.of("price_team", 2));
        long versions = shop.versions("cus_frozen");
        shop.told(shop.stripe.subscriptions().become(bought.id(), "frozen"));
        assertThat(shop.sso("cus_frozen", Instant.now())).isEqualTo("granted");
        assertThat(shop.versions("cus_frozen")).isEqualTo(versions);
        assertThat(shop.open("UNKNOWN_STATE", "cus_frozen"))
                .singleElement()
                .asString()
                .contains("frozen");
        shop.told(shop.stripe.subscriptions().become(bought.id(), "active"));
        assertThat(shop.open("UNKNOWN_STATE", "cus_frozen")).isEmpty();
    }

    @Test
    @DisplayName("a discount is kept as a fact and changes no answer")
    void keepsDiscounts() {
        Subscription bought = shop.buys("cus_cheap", Line.of("price_team", 2));
        long versions = shop.versions("cus_cheap");
        Change<Subscription> reduced = shop.stripe
                .subscriptions()
                .discount(bought.id(), Discount.percent("di_1", "SPRING", "20", NOW, CHANGE));
        shop.told(reduced);

        assertThat(shop.versions("cus_cheap")).isEqualTo(versions);
        assertThat(shop.plumbline
                        .sql()
                        .sql(
                                "select snapshot #>> '{subscriptions,0,discounts,0,percentOff}' from billing_snapshot where provider_customer = 'cus_cheap'")
                        .query(String.class)
                        .single())
                .isEqualTo("20");
    }

    @Test
    @DisplayName("F-8 F-9 a deleted customer ends, and no late word of it brings anything back")
    void endsWithItsCustomer() {
        Subscription bought = shop.buys("cus_gone", Line.of("price_team", 2));
        List<Event> late = shop.stripe
                .subscriptions()
                .changeQuantity(bought.id(), bought.items().getFirst().id(), 9)
                .events();
        shop.stripe.customers().delete("cus_gone").events().forEach(shop.plumbline::deliver);
        shop.plumbline.comeToRest();
        assertThat(shop.sso("cus_gone", Instant.now().plusSeconds(1))).isEqualTo("NO_ACTIVE_PHASE");
        late.forEach(shop.plumbline::deliver);
        shop.plumbline.comeToRest();
        assertThat(shop.sso("cus_gone", Instant.now().plusSeconds(1))).isEqualTo("NO_ACTIVE_PHASE");
    }

    private static String source(String customer, Instant at) {
        return shop.at(customer, "sso", at).path("source").path("ref").asString();
    }

    private static long worth(String customer) {
        return Objects.requireNonNull(worthOrNull(customer));
    }

    private static @Nullable Long worthOrNull(String customer) {
        return shop.plumbline
                .sql()
                .sql("select amount from break where type = 'RETROACTIVE' and customer_key = ? and resolved_at is null")
                .param(customer)
                .query((row, n) -> (Long) row.getObject("amount"))
                .list()
                .getFirst();
    }

    private static <T> List<List<T>> permutations(List<T> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : of) {
            List<T> rest = new ArrayList<>(of);
            rest.remove(first);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
