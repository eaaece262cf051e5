package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.SubscriptionListing.Made;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and how far it was read.
 *
 * @param place where the next page begins; null at the beginning
 * @param listed rows of subscriptions that it staged
 */
record Slice(int number, Of list, Made made, @Nullable String place, long listed, boolean done) {
    /** Which list. */
    enum Of {
        SUBSCRIPTIONS(0),
        /** Beside it; in one part, of this number. */
        UNPAID(-1),
        AGREED(-2);

        private final int number;

        Of(int number) {
            this.number = number;
        }

        /** Of the only part of a list beside. */
        int number() {
            return number;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Of of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }
}
