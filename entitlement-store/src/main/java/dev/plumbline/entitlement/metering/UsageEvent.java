package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something was used.
 *
 * @param time when; null when it was not said, and then it is when it came in
 * @param corrects the id of the event of this source that this one stands in for; null for none
 * @param data what the value is found in; null for none
 */
public record UsageEvent(
        String source,
        String id,
        String type,
        CustomerKey customer,
        @Nullable Instant time,
        @Nullable String corrects,
        @Nullable JsonNode data) {
    /** Takes back what it corrects and puts nothing in its place. */
    public static final String VOIDED = "dev.plumbline.usage.voided";

    /** Of our own records; nobody else may speak in their name. */
    static final String OURS = "plumbline:";

    static final String RESERVATION = OURS + "reservation";

    UUID key(Digest digest) {
        return digest.add(source).add(id).uuid();
    }

    /** The same for whoever sends the same again, in whatever order its fields are written. */
    UUID content(Digest digest) {
        return digest.add(type)
                .add(customer.value())
                .add(time == null ? null : time.toString())
                .add(corrects)
                .add(data)
                .uuid();
    }

    boolean isVoid() {
        return type.equals(VOIDED);
    }
}
