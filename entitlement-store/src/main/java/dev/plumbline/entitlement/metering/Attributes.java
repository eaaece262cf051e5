package dev.plumbline.entitlement.metering;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an event in JSON says of itself, before anybody judges it. What is not looked at is not kept. */
final class Attributes {
    private static final int MOST = 9;

    private final @Nullable String[] values = new @Nullable String[MOST];
    private int said;
    private int noTexts;
    private @Nullable JsonNode data;

    /** Its place, or -1 for one that is not looked at. */
    static int place(String name) {
        return switch (name) {
            case "specversion" -> 0;
            case "id" -> 1;
            case "source" -> 2;
            case "type" -> 3;
            case "subject" -> 4;
            case "time" -> 5;
            case "plumblinecorrects" -> 6;
            case "datacontenttype" -> 7;
            case "data_base64" -> 8;
            default -> -1;
        };
    }

    /** False when it was said before. */
    boolean isFirst(int place) {
        boolean first = (said & (1 << place)) == 0;
        said |= 1 << place;
        return first;
    }

    void text(int place, @Nullable String value) {
        values[place] = value;
    }

    void noText(int place) {
        noTexts |= 1 << place;
    }

    void data(JsonNode value) {
        data = value;
    }

    @Nullable
    JsonNode data() {
        return data;
    }

    /** Null when it says nothing of it. */
    @Nullable
    String get(String name) throws Unfit {
        int place = place(name);
        if (place < 0) {
            return null;
        }
        if ((noTexts & (1 << place)) != 0) {
            throw new Unfit("ATTRIBUTE_INVALID: " + name + " is a string");
        }
        return values[place];
    }
}
