package dev.plumbline.simulated.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that can go wrong with one request. */
public sealed interface Trouble {
    /** The right answer, late. */
    record Slow(Duration by) implements Trouble {}

    /** 429. Stripe itself sends no Retry-After; proxies before it may. */
    record RateLimited(@Nullable Duration retryAfter) implements Trouble {}

    record ServerError(int status) implements Trouble {}

    /** The right answer, cut off in the middle. */
    record CutOff() implements Trouble {}

    /** A page for people with status 200, as a captive proxy serves it. */
    record Html() implements Trouble {}

    record Reset() implements Trouble {}

    record Hang() implements Trouble {}

    /** The right answer of a replica that many changes behind. */
    record StaleByChanges(int changes) implements Trouble {}

    record StaleBy(Duration lag) implements Trouble {}

    /** 200, and every list is empty: what a wrong key may look like. */
    record EmptyWorld() implements Trouble {}
}
