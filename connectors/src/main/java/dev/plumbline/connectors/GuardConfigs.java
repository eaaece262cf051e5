package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import java.net.ConnectException;
import java.time.Duration;

/** Our settings in the words of Resilience4j, and what counts as whose failure. */
final class GuardConfigs {
    private GuardConfigs() {}

    /** Connect errors only. A 429 or 5xx is answered by waiting, which the due time of the subject does better. */
    static RetryConfig retry(GuardSettings settings) {
        return RetryConfig.custom()
                .maxAttempts(1 + settings.moreAttempts())
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(settings.retryPause(), 3, 0.5))
                .retryOnException(GuardConfigs::neverReached)
                .build();
    }

    /** 404, 429 or 401 are answers: the provider lives. They say nothing about its health, for or against. */
    static CircuitBreakerConfig breaker(GuardSettings settings) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.window() / 2)
                .failureRateThreshold(50)
                .slowCallDurationThreshold(settings.slow())
                .slowCallRateThreshold(80)
                .waitDurationInOpenState(settings.rest())
                .permittedNumberOfCallsInHalfOpenState(3)
                .recordException(GuardConfigs::isUnreachable)
                .ignoreException(failure -> !isUnreachable(failure))
                .build();
    }

    /** Full means soon again: who waited here would hold a turn whose moment passes. */
    static BulkheadConfig bulkhead(GuardSettings settings) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(settings.atOnce())
                .maxWaitDuration(Duration.ZERO)
                .build();
    }

    private static boolean isUnreachable(Throwable failure) {
        return failure instanceof BillingUnavailable unavailable && unavailable.reason() == UNREACHABLE;
    }

    private static boolean neverReached(Throwable failure) {
        return isUnreachable(failure)
                && (failure.getCause() instanceof NoAnswer || failure.getCause() instanceof ConnectException);
    }
}
