package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.SUSPENDED;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The guards of one account, outermost first: retry, circuit breaker, budget, bulkhead, the call with its timeouts. Composed
 * by hand because the order matters, and because the breaker is to measure the call, not the wait for a turn. Only the budget
 * is common to all processes; each finds out by itself that a provider is down, within a few calls.
 */
public final class ProviderGuards implements OutgoingGuards {
    /** A call in flight ends soon. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final Retry retry;
    private final CircuitBreaker breaker;
    private final RequestBudget budget;
    private final Duration waitForTurn;
    private final Bulkhead bulkhead;
    private volatile long openedAt;

    /** How much is let through. */
    public enum State {
        /** All calls. */
        CLOSED,
        /** A few, to see whether the provider is well again. */
        HALF_OPEN,
        /** None: it failed often just now. */
        OPEN
    }

    private ProviderGuards(
            Retry retry, CircuitBreaker breaker, RequestBudget budget, Duration waitForTurn, Bulkhead bulkhead) {
        this.retry = retry;
        this.breaker = breaker;
        this.budget = budget;
        this.waitForTurn = waitForTurn;
        this.bulkhead = bulkhead;
        breaker.getEventPublisher().onStateTransition(change -> {
            if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openedAt = budget.now();
            }
        });
    }

    public static ProviderGuards of(BillingAccount account, GuardSettings settings, RequestBudget budget) {
        String name = account.toString();
        return new ProviderGuards(
                Retry.of(name, GuardConfigs.retry(settings)),
                CircuitBreaker.of(name, GuardConfigs.breaker(settings)),
                budget,
                settings.waitForTurn(),
                Bulkhead.of(name, GuardConfigs.bulkhead(settings)));
    }

    /** For a process that has the account for itself. */
    public static ProviderGuards of(BillingAccount account, GuardSettings settings) {
        var timetable = new LocalTimetable(settings.pace(), InstantSource.system());
        return of(
                account,
                settings,
                new RequestBudget(
                        account, timetable, settings.pace(), RequestBudget.Ticks.REAL, RequestBudget.Watch.NOBODY));
    }

    @Override
    public <T> T call(Supplier<T> call) {
        return retry.executeSupplier(() -> behindBreaker(call));
    }

    public RequestBudget budget() {
        return budget;
    }

    /** For health and dashboards. */
    public State state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }

    public boolean isSuspended() {
        return state() == State.OPEN;
    }

    /** How long nothing will be let through for sure: who would only be refused need not come. */
    public Duration restLeft() {
        Duration left = isSuspended() ? rest().minusNanos(budget.now() - openedAt) : Duration.ZERO;
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration rest() {
        return Duration.ofMillis(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1));
    }

    private <T> T behindBreaker(Supplier<T> call) {
        if (!breaker.tryAcquirePermission()) {
            throw new BillingUnavailable(
                    SUSPENDED, breaker.getName() + " failed often just now and is given a rest", rest(), null);
        }
        try {
            takeTurn();
            enter();
        } catch (Throwable refused) { // a permission that is never given back shuts a half-open breaker
            breaker.releasePermission();
            throw refused;
        }
        try {
            return measured(call);
        } finally {
            bulkhead.onComplete();
        }
    }

    private void takeTurn() {
        if (!budget.accepts(Errand.takePaid())) {
            budget.await(Errand.urgency(), waitForTurn);
        }
    }

    private void enter() {
        if (!bulkhead.tryAcquirePermission()) {
            throw new BillingUnavailable(
                    RATE_LIMITED,
                    "As many calls as are allowed to " + bulkhead.getName() + " are in flight",
                    SOON,
                    null);
        }
    }

    private <T> T measured(Supplier<T> call) {
        long start = breaker.getCurrentTimestamp();
        T answer;
        try {
            answer = call.get();
        } catch (Throwable failure) { // an Error too: a permission that is never given back shuts a half-open breaker
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
            if (failure instanceof BillingUnavailable tooMuch && tooMuch.reason() == RATE_LIMITED) {
                budget.tooMuch(tooMuch.retryAfter());
            }
            throw failure;
        }
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
        return answer;
    }
}
