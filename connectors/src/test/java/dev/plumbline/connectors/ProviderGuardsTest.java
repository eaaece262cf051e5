package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.SUSPENDED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderGuardsTest {
    private static final GuardSettings QUICK = GuardSettings.perSecond(10_000, Duration.ofSeconds(20))
            .withRetryPause(Duration.ofMillis(1))
            .withWaitForTurn(Duration.ofMillis(50));

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void asksTwiceMoreAfterAConnectError() {
        ProviderGuards guards = guards(QUICK);

        BillingUnavailable failure = refusal(guards, failing(UNREACHABLE, new ConnectException("refused")));

        assertThat(failure.reason()).isEqualTo(UNREACHABLE);
        assertThat(calls).hasValue(3);
    }

    @Test
    void returnsTheAnswerOfALaterAttempt() {
        String answer = guards(QUICK).call(() -> {
            if (calls.incrementAndGet() < 3) {
                throw new BillingUnavailable(UNREACHABLE, "down", null, new NoAnswer("reset", new IOException()));
            }
            return "up";
        });

        assertThat(answer).isEqualTo("up");
    }

    @ParameterizedTest
    @EnumSource(BillingUnavailable.Cause.class)
    void asksOnceWhenThereWasAnAnswerOrOnlySilence(BillingUnavailable.Cause cause) {
        assertThat(refusal(guards(QUICK), failing(cause, null)).reason()).isEqualTo(cause);
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesAProviderThatFailsARestAndDoesNotRetryIntoIt() {
        ProviderGuards guards = guards(QUICK.withBreaker(4, Duration.ofSeconds(1), Duration.ofMinutes(1)));
        refusal(guards, failing(UNREACHABLE, null));
        refusal(guards, failing(UNREACHABLE, null));

        BillingUnavailable failure = refusal(guards, failing(UNREACHABLE, new ConnectException("refused")));

        assertThat(failure.reason()).isEqualTo(SUSPENDED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(guards.isSuspended()).isTrue();
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = BillingUnavailable.Cause.class,
            names = {"RATE_LIMITED", "KEY_REFUSED", "UNREADABLE"})
    void doesNotSuspendAProviderThatAnswers(BillingUnavailable.Cause cause) {
        ProviderGuards guards = guards(QUICK.withBreaker(2, Duration.ofSeconds(1), Duration.ofMinutes(1)));
        for (int i = 0; i < 10; i++) {
            refusal(guards, failing(cause, null));
        }

        assertThat(guards.isSuspended()).isFalse();
    }

    @Test
    void suspendsAProviderThatIsSlow() {
        ProviderGuards guards = guards(QUICK.withBreaker(4, Duration.ofNanos(1), Duration.ofMinutes(1)));
        guards.call(() -> "slow");
        guards.call(() -> "slow");

        assertThat(guards.isSuspended()).isTrue();
    }

    @Test
    void doesNotBlameTheProviderForTheWaitForATurn() {
        GuardSettings oneAtATime = new GuardSettings(
                4,
                1,
                Duration.ofSeconds(20),
                0,
                Duration.ofMillis(1),
                4,
                Duration.ofMillis(200),
                Duration.ofMinutes(1));
        ProviderGuards guards = guards(oneAtATime); // one turn in 250 ms, slow from 200 ms on
        for (int i = 0; i < 6; i++) {
            guards.call(() -> "quick");
        }

        assertThat(guards.isSuspended()).isFalse();
    }

    @Test
    void refusesWhenTheBudgetOfTheSecondIsSpent() {
        ProviderGuards guards =
                guards(GuardSettings.perSecond(1, Duration.ofSeconds(20)).withWaitForTurn(Duration.ZERO));
        guards.call(() -> "first");

        // A machine that stands still for a second between two calls may make both.
        BillingUnavailable failure = Stream.generate(() -> refusal(guards, () -> "second"))
                .limit(10)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();

        assertThat(failure.reason()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @Test
    void refusesWhenTooManyAreInFlight() throws Exception {
        GuardSettings single = new GuardSettings(
                10_000, 1, Duration.ZERO, 0, Duration.ofMillis(1), 4, Duration.ofSeconds(1), Duration.ofSeconds(1));
        ProviderGuards guards = guards(single);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> guards.call(() -> {
                started.countDown();
                await(release);
                return "first";
            }));
            await(started);

            assertThat(refusal(guards, () -> "second").reason()).isEqualTo(RATE_LIMITED);
            release.countDown();
            assertThat(first.get()).isEqualTo("first");
        }
        assertThat(guards.<String>call(() -> "third")).isEqualTo("third");
    }

    @Test
    void keepsTheBreakersTrialCallsForCallsThatAreMade() {
        GuardSettings sparse = GuardSettings.perSecond(1, Duration.ofSeconds(20))
                .withWaitForTurn(Duration.ZERO)
                .withBreaker(2, Duration.ofSeconds(1), Duration.ofMillis(1));
        ProviderGuards guards = guards(sparse);
        refusal(guards, failing(UNREACHABLE, null));
        Supplier<String> fine = () -> "fine";
        while (refusal(guards, fine).reason() == SUSPENDED) {
            Thread.onSpinWait(); // for the one millisecond of rest
        }

        for (int refused = 0; refused < 10; refused++) {
            assertThat(refusal(guards, fine).reason()).isEqualTo(RATE_LIMITED);
        }
    }

    @Test
    void letsErrorsThroughAndKeepsWorking() {
        ProviderGuards guards = guards(QUICK);
        Supplier<String> broken = () -> {
            throw new StackOverflowError();
        };

        assertThat(catchThrowableOfType(StackOverflowError.class, () -> guards.call(broken)))
                .isNotNull();
        assertThat(guards.<String>call(() -> "fine")).isEqualTo("fine");
    }

    @Test
    void standsAsideForAProviderInMemory() {
        assertThat(refusal(OutgoingGuards.none(), failing(UNREADABLE, null)).reason())
                .isEqualTo(UNREADABLE);
        assertThat(refusal(OutgoingGuards.none(), failing(KEY_REFUSED, null)).reason())
                .isEqualTo(KEY_REFUSED);
        assertThat(calls).hasValue(2);
    }

    private static ProviderGuards guards(GuardSettings settings) {
        return ProviderGuards.of(new BillingAccount(Provider.STRIPE, "default"), settings);
    }

    private Supplier<String> failing(BillingUnavailable.Cause cause, @Nullable Throwable source) {
        return () -> {
            calls.incrementAndGet();
            throw new BillingUnavailable(cause, "no", null, source);
        };
    }

    private static BillingUnavailable refusal(OutgoingGuards guards, Supplier<String> call) {
        return catchThrowableOfType(BillingUnavailable.class, () -> guards.call(call));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
