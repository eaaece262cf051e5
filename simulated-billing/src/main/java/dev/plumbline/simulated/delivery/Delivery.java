package dev.plumbline.simulated.delivery;

import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An event on its way: how long after it happened it arrives, and whether it has arrived before. */
public record Delivery(Event event, Duration after, boolean repeated) {
    public byte[] body() {
        return event.body();
    }

    /** The headers Stripe would send at that time. */
    public Map<String, String> headers(Instant at, List<String> secrets) {
        return Map.of(
                "Content-Type",
                "application/json; charset=utf-8",
                "User-Agent",
                "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                StripeSignature.HEADER,
                StripeSignature.header(at, body(), secrets));
    }
}
