package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;

/** Something a shelf can hold: it has an id, a place in time, and others by whom it is found. */
interface Kept {
    String id();

    Instant created();

    /** Ids of the customer and the subscription that lists may be filtered by. */
    default List<String> owners() {
        return List.of();
    }
}
