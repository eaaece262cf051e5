package dev.plumbline.simulated.stripe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something happened to an object. Holds the object as it was then, so a late delivery shows old state, and renders in
 * the API version the endpoint had then, so old events keep their old shape.
 *
 * @param before the object before an update; null when it was created or the event is no update
 * @param request the call that caused it; null when Stripe did it by itself, e.g. a renewal
 */
public record Event(
        String id,
        Instant created,
        String type,
        boolean livemode,
        ApiVersion version,
        @Nullable Request request,
        StripeObject object,
        @Nullable StripeObject before)
        implements Kept {

    /** The API call behind an event. */
    public record Request(String id, String idempotencyKey) {}

    /** The bytes that are signed and posted, pretty-printed as Stripe does it. */
    public byte[] body() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        return Json.pretty(json());
    }

    /** The same event in one line, for those who make them by the hundred thousand and send them over no wire. */
    public byte[] briefBody() {
        return Json.brief(json()).getBytes(StandardCharsets.UTF_8);
    }

    public ObjectNode json() {
        return EventShape.of(this);
    }

    /** The same event for an endpoint of another version. */
    public Event in(ApiVersion other) {
        return new Event(id, created, type, livemode, other, request, object, before);
    }

    /** Another event that tells of the same change: Stripe warns that two ids may stand for one. */
    public Event retoldAs(String otherId) {
        return new Event(otherId, created, type, livemode, version, request, object, before);
    }

    /** The same event from an account of the other mode. */
    public Event inMode(boolean live) {
        return new Event(id, created, type, live, version, request, object, before);
    }
}
