package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One CloudEvent: its attributes checked, its data found. Extensions other than ours are allowed and not looked at. */
final class EventReader {
    private static final int LONGEST = 255;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private EventReader() {}

    static final Parsed NO_EVENT = new Parsed.Unfit(null, null, "NOT_AN_EVENT: a CloudEvent is a JSON object");

    private interface Said {
        @Nullable
        String get(String name) throws Unfit;
    }

    static Parsed structured(Attributes attributes) {
        return parsed(attributes::get, () -> data(attributes));
    }

    static Parsed binary(Map<String, String> attributes, @Nullable JsonNode data) {
        return parsed(attributes::get, () -> data);
    }

    private interface Data {
        @Nullable
        JsonNode get() throws Unfit;
    }

    private static Parsed parsed(Said attributes, Data data) {
        try {
            return new Parsed.Event(event(attributes, data));
        } catch (Unfit wrong) {
            return new Parsed.Unfit(
                    shown(attributes, "id"), shown(attributes, "source"), String.valueOf(wrong.getMessage()));
        }
    }

    private static UsageEvent event(Said attributes, Data data) throws Unfit {
        String version = attributes.get("specversion");
        if (!"1.0".equals(version)) {
            throw new Unfit("ATTRIBUTE_INVALID: specversion is 1.0");
        }
        String source = required(attributes, "source");
        if (source.startsWith(UsageEvent.OURS)) {
            throw new Unfit("SOURCE_RESERVED: sources that begin with " + UsageEvent.OURS + " are our own");
        }
        String corrects = optional(attributes, "plumblinecorrects");
        String type = required(attributes, "type");
        if (corrects == null && type.equals(UsageEvent.VOIDED)) {
            throw new Unfit(
                    "ATTRIBUTE_INVALID: " + UsageEvent.VOIDED + " names in plumblinecorrects what it takes back");
        }
        return new UsageEvent(
                source,
                required(attributes, "id"),
                type,
                customer(required(attributes, "subject")),
                time(attributes.get("time")),
                corrects,
                data.get());
    }

    private static CustomerKey customer(String subject) throws Unfit {
        try {
            return new CustomerKey(subject);
        } catch (IllegalArgumentException unfit) {
            throw new Unfit("ATTRIBUTE_INVALID: subject is the key of a customer, which has 1 to 255 characters");
        }
    }

    private static @Nullable Instant time(@Nullable String text) throws Unfit {
        if (text == null) {
            return null;
        }
        try {
            Instant usual = UtcTime.read(text);
            Instant time = usual != null
                    ? usual
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException unfit) {
            // said below
        }
        throw new Unfit("ATTRIBUTE_INVALID: time is an RFC 3339 time such as 2026-11-21T10:00:00Z");
    }

    private static String required(Said attributes, String name) throws Unfit {
        String value = optional(attributes, name);
        if (value == null) {
            throw new Unfit("ATTRIBUTE_MISSING: " + name + " is required"
                    + (name.equals("subject") ? ": it is the customer's key" : ""));
        }
        return value;
    }

    private static @Nullable String optional(Said attributes, String name) throws Unfit {
        String value = attributes.get(name);
        if (value != null && (value.isBlank() || value.length() > LONGEST || !isStorable(value))) {
            throw new Unfit(
                    "ATTRIBUTE_INVALID: " + name + " has 1 to " + LONGEST + " characters, none of them controls");
        }
        return value;
    }

    /** No controls, and no half of a character that needs two. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static @Nullable JsonNode data(Attributes attributes) throws Unfit {
        JsonNode data = attributes.data();
        String base64 = attributes.get("data_base64");
        if (base64 == null) {
            return data == null || data.isNull() ? null : data;
        }
        if (data != null) {
            throw new Unfit("ATTRIBUTE_INVALID: an event has data or data_base64, not both");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return isJson(attributes.get("datacontenttype"))
                    ? CloudEvents.JSON.readTree(bytes)
                    : CloudEvents.JSON.getNodeFactory().binaryNode(bytes);
        } catch (IllegalArgumentException | JacksonException unreadable) {
            throw new Unfit("DATA_UNREADABLE: data_base64 is not base64 of what datacontenttype says");
        }
    }

    /** What says nothing is JSON. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        return bare.endsWith("/json") || bare.endsWith("+json");
    }

    private static @Nullable String shown(Said attributes, String name) {
        try {
            String value = attributes.get(name);
            return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        } catch (Unfit notText) {
            return null;
        }
    }
}
