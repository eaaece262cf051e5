package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Reading;
import dev.plumbline.simulated.stripe.Shapes;
import java.time.Instant;

/**
 * What one request sees: the account at one moment, how to show it, and when it is.
 *
 * @param blind lists come back empty, as with a key that may see nothing
 */
record Look(Reading reading, Shapes shapes, Instant now, boolean blind) {
    <T> Page<T> blindTo(Page<T> page) {
        return blind ? Page.empty() : page;
    }
}
