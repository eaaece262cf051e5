package dev.plumbline.simulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StripeSignatureTest {
    private static final byte[] BODY = "{\"id\":\"evt_test\",\"object\":\"event\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);

    /** The value was computed by Stripe's own Java library for this secret, time and body. */
    private static final String KNOWN = "8042376f6ca064adbe037642a718227dfd59047137eb49497a54c49eb0cfb724";

    @Test
    void agreesWithStripesOwnLibrary() {
        assertThat(StripeSignature.header(AT, BODY, List.of("whsec_test_secret")))
                .isEqualTo("t=1700000000,v1=" + KNOWN);
    }

    @Test
    @DisplayName("F-41 while a secret is being rolled there is one signature for each")
    void signsWithEverySecret() {
        assertThat(StripeSignature.header(AT, BODY, List.of("whsec_new", "whsec_test_secret")))
                .matches("t=1700000000,v1=[0-9a-f]{64},v1=" + KNOWN);
    }
}
