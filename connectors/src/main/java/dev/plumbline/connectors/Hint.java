package dev.plumbline.connectors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a verified delivery says at a glance: when to look again and at whom, never what is true. */
public sealed interface Hint {
    /**
     * An event of the provider.
     *
     * @param id the provider's id of the event: the key under which a second delivery of it is recognised
     * @param mode whether it speaks of real money; null when the event does not say
     * @param apiVersion the version its body is rendered in; null when the event does not say
     * @param created when the provider made it; whole seconds at Stripe, so useless for order
     * @param concerns whom to look at again
     * @param closely it tells of what a usual look leaves out ({@link Asked.More})
     */
    record Event(
            String id,
            String type,
            @Nullable Mode mode,
            @Nullable String apiVersion,
            @Nullable Instant created,
            Concerns concerns,
            boolean closely)
            implements Hint {
        public Event(
                String id,
                String type,
                @Nullable Mode mode,
                @Nullable String apiVersion,
                @Nullable Instant created,
                Concerns concerns) {
            this(id, type, mode, apiVersion, created, concerns, false);
        }
    }

    /** Signed, yet not an event that can be read: kept in quarantine under a hash of its body (cases F-33, F-35). */
    record Unreadable(String why) implements Hint {}

    enum Mode {
        LIVE,
        TEST
    }

    /** Whom an event is about. */
    sealed interface Concerns {
        /** The event names the customer. */
        record Customer(String id) implements Concerns {}

        /** The event names no customer, only an object of one: its customer is found by one fetch, later. */
        record ObjectOf(String kind, String id) implements Concerns {}

        /**
         * The provider lost events and says in this one, which is to be fetched, about what they would have been; see {@link
         * BillingConnector#customerOf} with {@link #KIND}.
         */
        record Lost(String event) implements Concerns {
            /** The kind of such an object. What no customer is found for may have been about anybody. */
            public static final String KIND = "lost-event";
        }

        /** Prices, products, features: the account's catalogue. */
        record Catalogue() implements Concerns {}

        /** A type that tells us nothing we act on: kept, ignored, counted (case F-30). */
        record Nobody() implements Concerns {}
    }
}
