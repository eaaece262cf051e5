package dev.plumbline.connectors.stripe;

import com.stripe.StripeClient;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Hint;
import java.util.Optional;

/**
 * Events that Stripe never made. It says so in a thin event ({@code v2.core.health.event_generation_failure.resolved}) that
 * names the object; older renderings name it only in what is fetched, under {@code data.impact} (case F-69).
 */
final class StripeLosses {
    private final StripeClient stripe;
    private final StripeEvents events;

    StripeLosses(StripeClient stripe, StripeEvents events) {
        this.stripe = stripe;
        this.events = events;
    }

    /** A key may lack the right to read events of this kind: that is no answer, and never will be one. */
    private Optional<byte[]> read(String event) {
        try {
            return events.thin(event);
        } catch (BillingUnavailable unavailable) {
            return switch (unavailable.reason()) {
                case KEY_REFUSED, UNREADABLE -> Optional.empty();
                case RATE_LIMITED, UNREACHABLE, SUSPENDED -> throw unavailable;
            };
        }
    }

    /** Empty when the event does not tell, or what it names is nobody's: then it may have been about anybody. */
    Optional<String> customerOf(String event) {
        return read(event)
                .map(StripeHints::read)
                .flatMap(hint -> hint instanceof Hint.Event read
                        ? switch (read.concerns()) {
                            case Hint.Concerns.Customer(var id) -> Optional.of(id);
                            case Hint.Concerns.ObjectOf(var kind, var id) -> StripeOwners.of(stripe, kind, id);
                            case Hint.Concerns.Lost _, Hint.Concerns.Catalogue _, Hint.Concerns.Nobody _ ->
                                Optional.empty();
                        }
                        : Optional.empty());
    }
}
