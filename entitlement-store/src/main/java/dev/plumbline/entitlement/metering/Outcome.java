package dev.plumbline.entitlement.metering;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param why for one that was not counted: a stable code, a colon, and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
        @Nullable String id,
        @Nullable String source,
        Kind outcome,
        @Nullable String why) {
    public enum Kind {
        /** Counted now, and kept. */
        ACCEPTED,
        /** It was counted before; nothing changed. */
        DUPLICATE,
        /** Another event with this source and id was counted before; this one was not. */
        CONFLICT,
        /** Not counted and not remembered: mended, it can be sent again. */
        REJECTED;

        @JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome accepted(UsageEvent event) {
        return new Outcome(event.id(), event.source(), Kind.ACCEPTED, null);
    }

    static Outcome duplicate(UsageEvent event) {
        return new Outcome(event.id(), event.source(), Kind.DUPLICATE, null);
    }

    static Outcome conflict(UsageEvent event) {
        return new Outcome(
                event.id(),
                event.source(),
                Kind.CONFLICT,
                "OTHER_CONTENT: an event with this source and id and other content was counted before. To change it, send"
                        + " one with an id of its own and plumblinecorrects");
    }

    static Outcome rejected(UsageEvent event, String why) {
        return new Outcome(event.id(), event.source(), Kind.REJECTED, why);
    }
}
