package dev.plumbline.connectors;

import java.time.Duration;

/**
 * How hard we may lean on one account of a provider.
 *
 * @param perSecond calls per second of all our processes together, evenly spread
 * @param atOnce calls in flight from this process
 * @param waitForTurn how long a call waits for its turn before it is refused as RATE_LIMITED
 * @param moreAttempts after a connect error
 * @param retryPause before the first of them; the next waits longer
 * @param window calls the breaker looks back on; it judges from half of them on
 * @param slow from when a call counts as slow
 * @param rest how long an open breaker lets nothing through
 */
public record GuardSettings(
        int perSecond,
        int atOnce,
        Duration waitForTurn,
        int moreAttempts,
        Duration retryPause,
        int window,
        Duration slow,
        Duration rest) {

    public GuardSettings {
        if (perSecond < 1 || atOnce < 1 || window < 2 || moreAttempts < 0) {
            throw new IllegalArgumentException(
                    "Guards need at least one call per second, one at once, a window of two");
        }
    }

    /** As many in flight as in two seconds: a fetch has two calls under way at once, and each takes less than one as a rule. */
    public static GuardSettings perSecond(int calls, Duration answerTimeout) {
        return new GuardSettings(
                calls,
                Math.max(4, 2 * calls),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(100),
                20,
                answerTimeout.dividedBy(2),
                Duration.ofSeconds(10));
    }

    public Pace pace() {
        return Pace.perSecond(perSecond);
    }

    public GuardSettings withWaitForTurn(Duration waitForTurn) {
        return new GuardSettings(perSecond, atOnce, waitForTurn, moreAttempts, retryPause, window, slow, rest);
    }

    public GuardSettings withRetryPause(Duration retryPause) {
        return new GuardSettings(perSecond, atOnce, waitForTurn, moreAttempts, retryPause, window, slow, rest);
    }

    public GuardSettings withBreaker(int window, Duration slow, Duration rest) {
        return new GuardSettings(perSecond, atOnce, waitForTurn, moreAttempts, retryPause, window, slow, rest);
    }
}
