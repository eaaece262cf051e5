package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;

/** What to subscribe to: a price, named by id or by lookup key, and how many of it. */
public record Line(String price, @Nullable Long quantity) {
    public static Line of(String price) {
        return new Line(price, 1L);
    }

    public static Line of(String price, long quantity) {
        return new Line(price, quantity);
    }

    /** Paid by use: the item has no quantity. */
    public static Line metered(String price) {
        return new Line(price, null);
    }
}
