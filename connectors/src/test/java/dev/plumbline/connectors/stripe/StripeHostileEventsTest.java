package dev.plumbline.connectors.stripe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Hint.Concerns;
import dev.plumbline.connectors.StorableText;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Validly signed and odd all the same: answered with a reason, kept, never an exception. */
@DisplayName("F-33, F-35, S-4 hostile bodies")
class StripeHostileEventsTest {
    private static final String GOOD = """
            {"id":"evt_1","object":"event","api_version":"2026-07-29.dahlia","created":1700000000,"livemode":true,
             "data":{"object":{"id":"in_1","object":"invoice","customer":{"id":"cus_acme"}},"previous_attributes":{}},
             "request":null,"type":"invoice.paid"}""";

    @ParameterizedTest
    @MethodSource
    void readsNoEventIn(Map.Entry<String, byte[]> body) {
        assertThat(StripeHints.read(body.getValue())).isInstanceOfSatisfying(Hint.Unreadable.class, unreadable -> {
            assertThat(unreadable.why()).hasSizeLessThan(80).doesNotContain("evt_", "secret");
        });
    }

    static Stream<Map.Entry<String, byte[]>> readsNoEventIn() {
        Map<String, String> bodies = new TreeMap<>();
        bodies.put("nothing", "");
        bodies.put("spaces", "  \n ");
        bodies.put("no JSON", "not json secret");
        bodies.put("HTML", "<html>secret</html>");
        bodies.put("array", "[]");
        bodies.put("string", "\"evt_1\"");
        bodies.put("null", "null");
        bodies.put("empty object", "{}");
        bodies.put("cut off", GOOD.substring(0, GOOD.length() - 5));
        bodies.put("no type", "{\"id\":\"evt_test\",\"object\":\"event\"}");
        bodies.put("no id", "{\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("no object", "{\"id\":\"evt_1\",\"type\":\"foo.bar\"}");
        bodies.put("another object", "{\"id\":\"in_1\",\"object\":\"invoice\",\"type\":\"foo.bar\"}");
        bodies.put("id is a number", "{\"id\":17,\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("id is blank", "{\"id\":\" \",\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("id with NUL", "{\"id\":\"evt_\\u0000\",\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("id with half a pair", "{\"id\":\"evt_\\ud83d\",\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("id too long", "{\"id\":\"" + "e".repeat(256) + "\",\"object\":\"event\",\"type\":\"foo.bar\"}");
        bodies.put("type with NUL", "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"\\u0000\"}");
        bodies.put("5,000 levels of arrays", with("\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)));
        bodies.put("5,000 levels of objects", with("\"x\":" + "{\"x\":".repeat(5_000) + "1" + "}".repeat(5_000)));
        bodies.put("5,000 levels of customers", "{\"data\":{\"object\":" + "{\"customer\":".repeat(5_000));
        bodies.put("100,000 open brackets", "[".repeat(100_000));
        bodies.put("a million digits", with("\"created\":" + "9".repeat(1_000_000)));
        bodies.put("a million digits elsewhere", with("\"x\":" + "9".repeat(1_000_000)));
        bodies.put("a name of 100,000 letters", with("\"" + "x".repeat(100_000) + "\":1"));
        bodies.put("a bare NaN", with("\"created\":NaN"));
        bodies.put("a control character", with("\"x\":\"\u0001\""));
        Map<String, byte[]> bytes = new TreeMap<>();
        bodies.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        bytes.put("bad UTF-8", with("\"x\":\"é\"").getBytes(ISO_8859_1));
        bytes.put("UTF-16", GOOD.getBytes(UTF_16));
        return bytes.entrySet().stream();
    }

    @Test
    void takesWhatIsOddButHarmless() {
        String odd = with("\"x\":\"\\u0000\\ud83d\",\"y\":1e400,\"y\":-0.0,\"id\":\"evt_2\",\"livemode\":false");

        assertThat(StripeHints.read(odd.getBytes(UTF_8)))
                .isEqualTo(StripeHints.read(GOOD.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Hint.Event.class,
                        event -> assertThat(event.concerns()).isEqualTo(new Concerns.Customer("cus_acme")));
    }

    @Test
    void namesNobodyByAnIdThatCannotBeKept() {
        String event = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"invoice.paid\",\"api_version\":\"\\u0000\","
                + "\"data\":{\"object\":{\"customer\":\"cus_\\u0000\"}}}";

        assertThat(StripeHints.read(event.getBytes(UTF_8)))
                .isEqualTo(new Hint.Event("evt_1", "invoice.paid", null, null, null, new Concerns.Nobody()));
    }

    @Test
    void survivesAnyDamage() {
        long seed = new Random().nextLong();
        System.out.println("StripeHostileEventsTest.survivesAnyDamage seed " + seed);
        Random random = new Random(seed);
        int events = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] body = GOOD.getBytes(UTF_8);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            if (StripeHints.read(body) instanceof Hint.Event event) {
                events++;
                assertThat(StorableText.is(event.id() + event.type() + event.concerns()))
                        .as("seed %d, round %d", seed, round)
                        .isTrue();
            }
        }
        assertThat(events)
                .as("seed %d: the damage leaves some events and breaks some", seed)
                .isBetween(1, 49_999);
    }

    /** The good event with more at its end. */
    private static String with(String more) {
        return GOOD.substring(0, GOOD.length() - 1) + "," + more + "}";
    }
}
