package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.SUSPENDED;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The guards of one account, outermost first: retry, circuit breaker, rate limiter, bulkhead, the call with its timeouts.
 * Composed by hand because the order matters, and because the breaker is to measure the call, not the wait for a turn.
 */
public final class ProviderGuards implements OutgoingGuards {
    private final Retry retry;
    private final CircuitBreaker breaker;
    private final RateLimiter limiter;
    private final Bulkhead bulkhead;

    private ProviderGuards(Retry retry, CircuitBreaker breaker, RateLimiter limiter, Bulkhead bulkhead) {
        this.retry = retry;
        this.breaker = breaker;
        this.limiter = limiter;
        this.bulkhead = bulkhead;
    }

    public static ProviderGuards of(BillingAccount account, GuardSettings settings) {
        String name = account.toString();
        return new ProviderGuards(
                Retry.of(name, GuardConfigs.retry(settings)),
                CircuitBreaker.of(name, GuardConfigs.breaker(settings)),
                RateLimiter.of(name, GuardConfigs.limiter(settings)),
                Bulkhead.of(name, GuardConfigs.bulkhead(settings)));
    }

    @Override
    public <T> T call(Supplier<T> call) {
        return retry.executeSupplier(() -> behindBreaker(call));
    }

    /** For health and dashboards. */
    public boolean isSuspended() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    private <T> T behindBreaker(Supplier<T> call) {
        if (!breaker.tryAcquirePermission()) {
            Duration pause = Duration.ofMillis(breaker.getCircuitBreakerConfig()
                    .getWaitIntervalFunctionInOpenState()
                    .apply(1));
            throw new BillingUnavailable(
                    SUSPENDED, breaker.getName() + " failed often just now and is given a rest", pause, null);
        }
        if (!limiter.acquirePermission() || !bulkhead.tryAcquirePermission()) {
            breaker.releasePermission();
            throw new BillingUnavailable(
                    RATE_LIMITED,
                    "Our own budget for " + limiter.getName() + " is spent",
                    limiter.getRateLimiterConfig().getLimitRefreshPeriod(),
                    null);
        }
        try {
            return measured(call);
        } finally {
            bulkhead.onComplete();
        }
    }

    private <T> T measured(Supplier<T> call) {
        long start = breaker.getCurrentTimestamp();
        T answer;
        try {
            answer = call.get();
        } catch (Throwable failure) { // an Error too: a permission that is never given back shuts a half-open breaker
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
            throw failure;
        }
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
        return answer;
    }
}
