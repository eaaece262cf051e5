package dev.plumbline.connectors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider gave no trustworthy answer: nothing about the customer may be concluded from it. */
public final class BillingUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Cause cause;
    private final @Nullable Duration retryAfter;

    public BillingUnavailable(Cause cause, String message, @Nullable Duration retryAfter, @Nullable Throwable source) {
        super(message, source);
        this.cause = cause;
        this.retryAfter = retryAfter;
    }

    public Cause reason() {
        return cause;
    }

    /** How long the provider asked us to wait; null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public enum Cause {
        /** 429, or our own budget is spent. */
        RATE_LIMITED,
        /** Connect error, timeout, 5xx. */
        UNREACHABLE,
        /** The breaker is open: the provider failed often just now. */
        SUSPENDED,
        /** 401 or 403: the key is wrong or lacks a permission. Needs a person. */
        KEY_REFUSED,
        /** A list that this provider, or what stands before it, does not have at all: 404 where an empty list was to be. */
        NOT_OFFERED,
        /** An answer that cannot be read: truncated, HTML, not what was asked for. */
        UNREADABLE
    }
}
