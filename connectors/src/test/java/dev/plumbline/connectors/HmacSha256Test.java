package dev.plumbline.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HmacSha256Test {
    private static final byte[] HEAD = "17.".getBytes(UTF_8);
    private static final byte[] BODY = "body".getBytes(UTF_8);

    @Test
    @DisplayName("S-21 during a rotation a signature under either secret counts")
    void acceptsASignatureUnderAnyLiveSecret() throws Exception {
        HmacSha256 both = under("old", "new");

        assertThat(signs(both, List.of(sign("old")))).isTrue();
        assertThat(signs(both, List.of(sign("other"), sign("new")))).isTrue();
        assertThat(signs(both, List.of(sign("other")))).isFalse();
        assertThat(signs(both, List.of(new byte[31]))).isFalse();
        assertThat(signs(both, List.of())).isFalse();
    }

    @Test
    @DisplayName("S-1 without a secret nothing is signed, and a blank one is refused")
    void failsClosedWithoutASecret() throws Exception {
        assertThat(signs(under(), List.of(sign("any")))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> under("good", " "));
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        HmacSha256 key = under("secret");
        List<byte[]> right = List.of(sign("secret"));
        List<byte[]> wrong = List.of(sign("other"));

        assertThat(IntStream.range(0, 20_000).parallel().filter(i -> signs(key, i % 2 == 0 ? right : wrong)))
                .hasSize(10_000);
    }

    private static HmacSha256 under(String... secrets) {
        return HmacSha256.underAnyOf(
                Arrays.stream(secrets).map(WebhookSecret::read).toList());
    }

    private static boolean signs(HmacSha256 keys, List<byte[]> claimed) {
        return keys.signed(HEAD, BODY, claimed, Instant.EPOCH);
    }

    private static byte[] sign(String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return mac.doFinal("17.body".getBytes(UTF_8));
    }
}
