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

    /** What is wrong with an event, in words. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String why) {
            super(why, null, false, false);
        }
    }

    private interface Attributes {
        @Nullable
        String get(String name) throws Wrong;
    }

    static Parsed structured(JsonNode json) {
        if (!json.isObject()) {
            return new Parsed.Unfit(null, null, "NOT_AN_EVENT: a CloudEvent is a JSON object");
        }
        return parsed(name -> text(json, name), () -> data(json));
    }

    static Parsed binary(Map<String, String> attributes, @Nullable JsonNode data) {
        return parsed(attributes::get, () -> data);
    }

    private interface Data {
        @Nullable
        JsonNode get() throws Wrong;
    }

    private static Parsed parsed(Attributes attributes, Data data) {
        try {
            return new Parsed.Event(event(attributes, data));
        } catch (Wrong wrong) {
            return new Parsed.Unfit(
                    shown(attributes, "id"), shown(attributes, "source"), String.valueOf(wrong.getMessage()));
        }
    }

    private static UsageEvent event(Attributes attributes, Data data) throws Wrong {
        String version = attributes.get("specversion");
        if (!"1.0".equals(version)) {
            throw new Wrong("ATTRIBUTE_INVALID: specversion is 1.0");
        }
        String source = required(attributes, "source");
        if (source.startsWith(UsageEvent.OURS)) {
            throw new Wrong("SOURCE_RESERVED: sources that begin with " + UsageEvent.OURS + " are our own");
        }
        String corrects = optional(attributes, "plumblinecorrects");
        String type = required(attributes, "type");
        if (corrects == null && type.equals(UsageEvent.VOIDED)) {
            throw new Wrong(
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

    private static CustomerKey customer(String subject) throws Wrong {
        try {
            return new CustomerKey(subject);
        } catch (IllegalArgumentException unfit) {
            throw new Wrong("ATTRIBUTE_INVALID: subject is the key of a customer, which has 1 to 255 characters");
        }
    }

    private static @Nullable Instant time(@Nullable String text) throws Wrong {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException unfit) {
            // said below
        }
        throw new Wrong("ATTRIBUTE_INVALID: time is an RFC 3339 time such as 2026-11-21T10:00:00Z");
    }

    private static String required(Attributes attributes, String name) throws Wrong {
        String value = optional(attributes, name);
        if (value == null) {
            throw new Wrong("ATTRIBUTE_MISSING: " + name + " is required"
                    + (name.equals("subject") ? ": it is the customer's key" : ""));
        }
        return value;
    }

    private static @Nullable String optional(Attributes attributes, String name) throws Wrong {
        String value = attributes.get(name);
        if (value != null && (value.isBlank() || value.length() > LONGEST || !isStorable(value))) {
            throw new Wrong(
                    "ATTRIBUTE_INVALID: " + name + " has 1 to " + LONGEST + " characters, none of them controls");
        }
        return value;
    }

    static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static @Nullable String text(JsonNode json, String name) throws Wrong {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new Wrong("ATTRIBUTE_INVALID: " + name + " is a string");
        }
        return value.asString();
    }

    private static @Nullable JsonNode data(JsonNode json) throws Wrong {
        JsonNode data = json.get("data");
        String base64 = text(json, "data_base64");
        if (base64 == null) {
            return data == null || data.isNull() ? null : data;
        }
        if (data != null) {
            throw new Wrong("ATTRIBUTE_INVALID: an event has data or data_base64, not both");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return isJson(text(json, "datacontenttype"))
                    ? CloudEvents.JSON.readTree(bytes)
                    : CloudEvents.JSON.getNodeFactory().binaryNode(bytes);
        } catch (IllegalArgumentException | JacksonException unreadable) {
            throw new Wrong("DATA_UNREADABLE: data_base64 is not base64 of what datacontenttype says");
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

    private static @Nullable String shown(Attributes attributes, String name) {
        try {
            String value = attributes.get(name);
            return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        } catch (Wrong notText) {
            return null;
        }
    }
}
