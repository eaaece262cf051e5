package dev.plumbline.connectors.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.stripe.net.Webhook;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.Verification;
import dev.plumbline.connectors.Verification.Accepted;
import dev.plumbline.connectors.Verification.Reason;
import dev.plumbline.connectors.Verification.Rejected;
import dev.plumbline.connectors.WebhookSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {
    /** A published vector: computed by stripe-java 33.3.0 and recomputed by hand. */
    private static final String SECRET = "whsec_test_secret";

    private static final String BODY = "{\"id\":\"evt_test\",\"object\":\"event\"}";
    private static final String V1 = "8042376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb724";
    private static final String HEADER = "t=1700000000,v1=" + V1;
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1_700_000_000);

    private final StripeSignature signature = under(SECRET);

    @Test
    void acceptsThePublishedVector() {
        Delivery delivery = delivery(HEADER, BODY.getBytes(UTF_8), SIGNED_AT);

        assertThat(signature.verify(delivery)).isEqualTo(new Accepted(delivery));
    }

    @Test
    void rejectsADeliveryWithoutASignature() {
        assertThat(verify("")).isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t",
                "t=",
                "=",
                ",",
                ",,,,",
                "v1",
                "t=abc,v1=" + V1,
                "t,v1=" + V1,
                "t=-1700000000,v1=" + V1,
                "t=+1700000000,v1=" + V1,
                "t=1700000000.0,v1=" + V1,
                "t=99999999999999999999999,v1=" + V1,
                "t=١٧٠٠٠٠٠٠٠٠,v1=" + V1,
                "v1=" + V1,
                "t=1700000000",
                "t=1700000000,v0=" + V1,
                "t=1700000000,v1=",
                "t=1700000000,v1=8042376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb72",
                "t=1700000000,v1=zz42376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb724",
                "t=1700000000,t=1700000000,v1=" + V1,
                "t=1700000000,v1=" + V1 + ",t=1700000001",
                "T=1700000000,V1=" + V1,
                " t=1700000000,v1=" + V1,
                "\0",
                "😀",
            })
    @DisplayName("S-1 a malformed header is a rejection, never an exception")
    void rejectsMalformedHeaders(String header) {
        assertThat(verify(header)).isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
    }

    @Test
    void rejectsAHeaderThatIsTooLong() {
        assertThat(verify(HEADER + ",v1=" + "0".repeat(1 << 20))).isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
    }

    @Test
    void rejectsAnotherSecretAnotherBodyAndAnotherTime() {
        StripeSignature other = under("whsec_other");
        String respaced = "{\"id\": \"evt_test\", \"object\": \"event\"}";
        String reordered = "{\"object\":\"event\",\"id\":\"evt_test\"}";

        assertThat(other.verify(delivery(HEADER, BODY.getBytes(UTF_8), SIGNED_AT)))
                .isEqualTo(wrong());
        for (String body : List.of(respaced, reordered, BODY + "\n", "")) {
            assertThat(signature.verify(delivery(HEADER, body.getBytes(UTF_8), SIGNED_AT)))
                    .isEqualTo(wrong());
        }
        assertThat(verify("t=1700000001,v1=" + V1)).isEqualTo(wrong());
    }

    @ParameterizedTest
    @CsvSource({
        "0, ACCEPTED",
        "60, ACCEPTED",
        "300, ACCEPTED",
        "301, TOO_OLD",
        "600, TOO_OLD",
        "86400, TOO_OLD",
        "-60, ACCEPTED",
        "-300, ACCEPTED",
        "-301, TOO_NEW",
        "-86400, TOO_NEW"
    })
    @DisplayName("F-42, S-2 the age of a signature is judged at receipt, on both sides")
    void judgesTheAgeAtReceipt(long secondsLater, String outcome) {
        Verification verdict =
                signature.verify(delivery(HEADER, BODY.getBytes(UTF_8), SIGNED_AT.plusSeconds(secondsLater)));

        if (outcome.equals("ACCEPTED")) {
            assertThat(verdict).isInstanceOf(Accepted.class);
        } else {
            assertThat(verdict).isEqualTo(new Rejected(Reason.valueOf(outcome)));
        }
    }

    @Test
    @DisplayName("F-25 a forged old delivery is counted as forged, not as old")
    void judgesTheSignatureBeforeTheAge() {
        String forged = "t=1600000000,v1=" + V1;

        assertThat(verify(forged)).isEqualTo(wrong());
    }

    @Test
    @DisplayName("F-41 old, both, new are accepted, a retired secret is not")
    void acceptsEverySignatureOfARotation() throws Exception {
        String old = signed("whsec_old");
        String fresh = signed("whsec_new");
        String both = old + "," + fresh.substring(fresh.indexOf("v1="));
        String bothFreshFirst = fresh + "," + old.substring(old.indexOf("v1="));
        StripeSignature rotating = under("whsec_old", "whsec_new");
        StripeSignature rotated = under("whsec_new");

        for (String header : List.of(old, both, bothFreshFirst, fresh)) {
            assertThat(rotating.verify(delivery(header, BODY.getBytes(UTF_8), SIGNED_AT)))
                    .isInstanceOf(Accepted.class);
        }
        assertThat(rotated.verify(delivery(both, BODY.getBytes(UTF_8), SIGNED_AT)))
                .isInstanceOf(Accepted.class);
        assertThat(rotated.verify(delivery(old, BODY.getBytes(UTF_8), SIGNED_AT)))
                .isEqualTo(wrong());
    }

    @Test
    @DisplayName("S-21 an old secret ends at the instant it was given, though nobody takes it out")
    void endsWithItsTime() throws Exception {
        StripeSignature rotating = under("whsec_new", "whsec_old@" + SIGNED_AT);
        byte[] body = BODY.getBytes(UTF_8);

        assertThat(rotating.verify(delivery(signed("whsec_old"), body, SIGNED_AT.minusNanos(1))))
                .isInstanceOf(Accepted.class);
        assertThat(rotating.verify(delivery(signed("whsec_old"), body, SIGNED_AT)))
                .isEqualTo(wrong());
        assertThat(rotating.verify(delivery(signed("whsec_new"), body, SIGNED_AT)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    @DisplayName("S-1 without a live secret nothing is accepted")
    void failsClosedWithoutASecret() {
        StripeSignature none = under();

        assertThat(none.verify(delivery(HEADER, BODY.getBytes(UTF_8), SIGNED_AT)))
                .isEqualTo(wrong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\r\n  \"a\" : 1\r\n}", "{\"name\":\"é😀\"}", "", "not json", "\0", "{\"a\":1}\n"})
    @DisplayName("F-32 the raw bytes are what is signed: CRLF, emoji, anything")
    void agreesWithStripesOwnSigner(String body) throws Exception {
        String header = Webhook.Signature.generateSignatureHeader(body, SECRET, SIGNED_AT.getEpochSecond());

        assertThat(signature.verify(delivery(header, body.getBytes(UTF_8), SIGNED_AT)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    @DisplayName("F-31 one bit flipped anywhere in the body, and it is rejected; Stripe's SDK agrees")
    void rejectsAnyFlippedBit() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("StripeSignatureTest.rejectsAnyFlippedBit seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] body = new byte[1 + random.nextInt(3_000)];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (' ' + random.nextInt(95));
            }
            String text = new String(body, UTF_8);
            String header = Webhook.Signature.generateSignatureHeader(text, SECRET, SIGNED_AT.getEpochSecond());
            assertThat(signature.verify(delivery(header, body, SIGNED_AT))).isInstanceOf(Accepted.class);

            int bit = random.nextInt(body.length * 8);
            body[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verify(delivery(header, body, SIGNED_AT)))
                    .as("seed %d, round %d, bit %d", seed, round, bit)
                    .isEqualTo(wrong());
        }
    }

    @Test
    @DisplayName("F-31 every header with one character changed is answered, and never with an exception")
    void survivesAnyChangedHeader() {
        long seed = new Random().nextLong();
        System.out.println("StripeSignatureTest.survivesAnyChangedHeader seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            char[] header = HEADER.toCharArray();
            int at = random.nextInt(header.length);
            char before = header[at];
            header[at] = (char) random.nextInt(256);
            boolean same = before == header[at]
                    || (at > HEADER.indexOf("v1=") + 2 && Character.toLowerCase(header[at]) == before);
            Verification verdict = verify(new String(header));
            assertThat(verdict instanceof Accepted)
                    .as("seed %d, round %d: %s", seed, round, HexFormat.of().toHexDigits(header[at]))
                    .isEqualTo(same);
        }
    }

    @Test
    @DisplayName("S-2 Stripe's own SDK accepts what was signed for tomorrow; we do not copy that")
    void isStricterThanTheSdkAboutTheFuture() {
        Clock yesterday = Clock.fixed(SIGNED_AT.minusSeconds(86_400), ZoneOffset.UTC);

        assertThatCode(() -> Webhook.Signature.verifyHeader(BODY, HEADER, SECRET, 300, yesterday))
                .doesNotThrowAnyException();
        assertThat(signature.verify(delivery(HEADER, BODY.getBytes(UTF_8), yesterday.instant())))
                .isEqualTo(new Rejected(Reason.TOO_NEW));
    }

    private Verification verify(String header) {
        return signature.verify(delivery(header, BODY.getBytes(UTF_8), SIGNED_AT));
    }

    private static StripeSignature under(String... secrets) {
        return new StripeSignature(
                Arrays.stream(secrets).map(WebhookSecret::read).toList());
    }

    private static String signed(String secret) throws Exception {
        return Webhook.Signature.generateSignatureHeader(BODY, secret, SIGNED_AT.getEpochSecond());
    }

    private static Rejected wrong() {
        return new Rejected(Reason.SIGNATURE_WRONG);
    }

    private static Delivery delivery(String header, byte[] body, Instant receivedAt) {
        return new Delivery(new BillingAccount(Provider.STRIPE, "default"), header, body, receivedAt);
    }
}
