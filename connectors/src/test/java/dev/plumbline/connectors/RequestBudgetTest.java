package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.Urgency.BACKFILL;
import static dev.plumbline.connectors.Urgency.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One clock for the timetable and for the processes, turned by hand: who gets a turn when, and how many in all. */
class RequestBudgetTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");

    private final Clock clock = new Clock();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 25, 100, 1_000})
    @DisplayName(
            "Several greedy processes together: never above the budget on average, never above the documented burst in any"
                    + " second, and nearly all of it used")
    void staysWithinTheBudget(int perSecond) {
        Timetable common = common(perSecond);
        List<RequestBudget> processes = List.of(budget(common, perSecond), budget(common, perSecond));
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        List<Long> calls = new ArrayList<>();
        long seconds = 20;
        while (clock.nanos < seconds * 1_000_000_000L) {
            RequestBudget process = processes.get(random.nextInt(2));
            process.takeNow(random.nextBoolean() ? LIVE : BACKFILL, 1 + random.nextInt(16))
                    .forEach(turn -> calls.add(clock.nanos));
            clock.nanos += random.nextLong(4_000_000);
        }
        System.out.println(perSecond + " per second: " + calls.size() + " in " + seconds + " s, at most "
                + mostInASecond(calls) + " in one");
        assertThat((double) calls.size()).isLessThanOrEqualTo((seconds + 0.4) * perSecond + 3);
        assertThat(calls.size()).isGreaterThan((int) (0.8 * seconds * perSecond));
        assertThat((double) mostInASecond(calls)).isLessThanOrEqualTo(Math.max(1.4 * perSecond + 1, perSecond + 3));
    }

    @Test
    @DisplayName("F-63 live never waits behind backfill: however greedy that is, live finds a turn at once")
    void letsLiveGoFirst() {
        Timetable common = common(25);
        RequestBudget sweeping = budget(common, 25);
        RequestBudget serving = budget(common, 25);
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 100; i++) {
                clock.nanos += 10_000_000;
                sweeping.takeNow(BACKFILL, 16);
            }
            // The two calls of a small pass. Without the reserve this fails: there is one, and live waits 40 ms for the
            // other.
            assertThat(serving.takeNow(LIVE, 2)).hasSize(2);
        }
    }

    @Test
    @DisplayName("F-63 while live has to wait, backfill gets nothing; when live is quiet, backfill gets nearly all")
    void leavesBackfillOnlyWhatLiveLeaves() {
        Timetable common = common(25);
        RequestBudget serving = budget(common, 25);
        RequestBudget sweeping = budget(common, 25);
        int live = 0;
        int backfill = 0;
        for (int i = 0; i < 1_000; i++) {
            live += serving.takeNow(LIVE, 16).size();
            backfill += sweeping.takeNow(BACKFILL, 16).size();
            clock.nanos += 10_000_000;
        }
        assertThat(live).isBetween(240, 260);
        assertThat(backfill).isZero();

        for (int i = 0; i < 1_000; i++) {
            backfill += sweeping.takeNow(BACKFILL, 16).size();
            clock.nanos += 10_000_000;
        }
        assertThat(backfill).isBetween(230, 260);
    }

    @Test
    @DisplayName("Turns are booked some at a time: a hundred calls do not ask the database a hundred times")
    void asksForSlices() {
        var counting = new Counting(common(100));
        RequestBudget budget = budget(counting, 100);
        for (int i = 0; i < 100; i++) {
            budget.await(LIVE, Duration.ofSeconds(5));
        }
        assertThat(counting.asked).isBetween(1, 15);
    }

    @Test
    @DisplayName("What is booked and not used is lost, never saved up")
    void savesNothingUp() {
        RequestBudget budget = budget(common(25), 25);
        budget.takeNow(LIVE, 2);
        clock.nanos += Duration.ofHours(1).toNanos();
        assertThat(budget.takeNow(LIVE, 100)).hasSizeBetween(1, 6); // of the last 200 ms, and of this moment
        assertThat(budget.takeNow(LIVE, 100)).isEmpty();
        assertThat(budget.untilNext(LIVE)).isBetween(Duration.ofMillis(1), Duration.ofMillis(40));
    }

    @Test
    @DisplayName("A turn that was not needed is somebody else's, while it lasts")
    void takesTurnsBack() {
        RequestBudget budget = budget(common(25), 25);
        List<Turn> turns = budget.takeNow(LIVE, 5);
        turns.reversed().forEach(budget::giveBack);
        assertThat(budget.takeNow(LIVE, 5)).isEqualTo(turns);
        turns.reversed().forEach(budget::giveBack);
        clock.nanos += 201_000_000;
        assertThat(turns).noneMatch(budget::accepts);
        assertThat(budget.takeNow(LIVE, 5)).doesNotContainAnyElementsOf(turns);
    }

    @Test
    @DisplayName("A turn of another account pays for nothing")
    void knowsItsOwnTurns() {
        Turn turn = budget(common(25), 25).takeNow(LIVE, 1).getFirst();
        assertThat(budget(common(25), 25).accepts(turn)).isFalse();
        assertThat(turn.budget().accepts(turn)).isTrue();
    }

    @Test
    @DisplayName(
            "Without an answer from the timetable nobody may ask the provider, and the timetable is asked once a second")
    void failsClosedWithoutAStorm() {
        var away = new Counting(new Timetable() {
            @Override
            public Booking book(Urgency urgency, int wanted) {
                throw new IllegalStateException("the database is away");
            }

            @Override
            public void holdBackfill(Duration pause) {}
        });
        RequestBudget budget = budget(away, 25);
        long start = clock.nanos;
        for (int i = 0; i < 100; i++) {
            BillingUnavailable refused =
                    catchThrowableOfType(BillingUnavailable.class, () -> budget.await(LIVE, Duration.ofMillis(100)));
            assertThat(refused.reason()).isEqualTo(RATE_LIMITED);
            assertThat(budget.takeNow(BACKFILL, 5)).isEmpty();
            clock.nanos += 100_000_000;
        }
        long passed = Duration.ofNanos(clock.nanos - start).toSeconds();
        assertThat(away.asked).isBetween(1, (int) passed + 1);
    }

    @Test
    @DisplayName(
            "F-63 the provider says that it was too much: backfill waits as long as asked, in every process; live goes on")
    void holdsBackfillAfterTooMany() {
        Timetable common = common(25);
        RequestBudget told = budget(common, 25);
        RequestBudget other = budget(common, 25);
        told.tooMuch(Duration.ofSeconds(5));
        for (int i = 0; i < 49; i++) {
            assertThat(told.takeNow(BACKFILL, 5)).isEmpty();
            assertThat(other.takeNow(BACKFILL, 5)).isEmpty();
            assertThat(other.takeNow(LIVE, 1)).hasSize(1);
            clock.nanos += 100_000_000;
        }
        clock.nanos += 300_000_000;
        assertThat(told.takeNow(BACKFILL, 5)).isNotEmpty();
        clock.nanos += 300_000_000;
        assertThat(other.takeNow(BACKFILL, 5)).isNotEmpty();
    }

    @Test
    void boundsHowLongBackfillIsHeld() {
        RequestBudget budget = budget(common(25), 25);
        budget.tooMuch(Duration.ofDays(365));
        clock.nanos += Duration.ofMinutes(6).toNanos();
        assertThat(budget.takeNow(BACKFILL, 1)).hasSize(1);
    }

    @Test
    void saysWhatIsLeft() {
        RequestBudget budget = budget(common(25), 25);
        clock.nanos += 1_000_000_000;
        assertThat(budget.left()).isEqualTo(5);
        budget.takeNow(LIVE, 5);
        assertThat(budget.left()).isLessThanOrEqualTo(0);
    }

    private Timetable common(int perSecond) {
        return new LocalTimetable(Pace.perSecond(perSecond), clock);
    }

    private RequestBudget budget(Timetable timetable, int perSecond) {
        return new RequestBudget(ACCOUNT, timetable, Pace.perSecond(perSecond), clock, RequestBudget.Watch.NOBODY);
    }

    private static long mostInASecond(List<Long> calls) {
        int most = 0;
        for (int first = 0, end = 0; first < calls.size(); first++) {
            while (end < calls.size() && calls.get(end) < calls.get(first) + 1_000_000_000L) {
                end++;
            }
            most = Math.max(most, end - first);
        }
        return most;
    }

    private static final class Clock implements RequestBudget.Ticks, InstantSource {
        long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(long pause) {
            nanos += pause;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-22T10:00:00Z").plusNanos(nanos);
        }
    }

    private static final class Counting implements Timetable {
        private final Timetable real;
        int asked;

        Counting(Timetable real) {
            this.real = real;
        }

        @Override
        public Booking book(Urgency urgency, int wanted) {
            asked++;
            return real.book(urgency, wanted);
        }

        @Override
        public void holdBackfill(Duration pause) {
            real.holdBackfill(pause);
        }
    }
}
