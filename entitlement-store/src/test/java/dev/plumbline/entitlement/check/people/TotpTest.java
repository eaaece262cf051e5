package dev.plumbline.entitlement.check.people;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Second factors without a database: the standard's own numbers, and secrets that only the key opens. */
class TotpTest {
    private static final String KEY = "a key of more than thirty-two characters";

    @ParameterizedTest(name = "{1} at {0}")
    @DisplayName("S-9: the test vectors of RFC 6238, appendix B")
    @CsvSource({
        "59, SHA1, 94287082",
        "59, SHA256, 46119246",
        "59, SHA512, 90693936",
        "1111111109, SHA1, 07081804",
        "1111111109, SHA256, 68084774",
        "1111111109, SHA512, 25091201",
        "1111111111, SHA1, 14050471",
        "1111111111, SHA256, 67062674",
        "1111111111, SHA512, 99943326",
        "1234567890, SHA1, 89005924",
        "1234567890, SHA256, 91819424",
        "1234567890, SHA512, 93441116",
        "2000000000, SHA1, 69279037",
        "2000000000, SHA256, 90698825",
        "2000000000, SHA512, 38618901",
        "20000000000, SHA1, 65353130",
        "20000000000, SHA256, 77737706",
        "20000000000, SHA512, 47863826"
    })
    void makesTheCodesOfTheStandard(long second, String hash, String code) {
        int length = hash.equals("SHA1") ? 20 : hash.equals("SHA256") ? 32 : 64;
        byte[] secret = "1234567890".repeat(7).substring(0, length).getBytes(US_ASCII);
        assertThat(new Totp(hash, 8).code(secret, Totp.step(Instant.ofEpochSecond(second))))
                .isEqualTo(code);
        assertThat(new Totp(hash, 6).code(secret, Totp.step(Instant.ofEpochSecond(second))))
                .isEqualTo(code.substring(2));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("Secrets are written as RFC 4648 does, without its padding")
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void writesBase32(String plain, String text) {
        assertThat(Totp.base32(plain.getBytes(US_ASCII))).isEqualTo(text);
    }

    @Test
    @DisplayName("S-9: what is kept is opened by the same key for the same person only, and never shows the secret")
    void sealsSecrets() {
        byte[] secret = "12345678901234567890".getBytes(US_ASCII);
        UUID person = UUID.randomUUID();
        byte[] kept = FactorKey.of(KEY).seal(secret, person);
        assertThat(new String(kept, US_ASCII)).doesNotContain("1234567890");
        assertThat(FactorKey.of(KEY).seal(secret, person))
                .as("never twice the same")
                .isNotEqualTo(kept);
        assertThat(FactorKey.of(KEY).opened(kept, person)).isEqualTo(secret);
        assertThatThrownBy(() -> FactorKey.of(KEY).opened(kept, UUID.randomUUID()))
                .hasMessageContaining("another key");
        assertThatThrownBy(() -> FactorKey.of(KEY + "!").opened(kept, person)).hasMessageContaining("another key");
        kept[kept.length - 1] ^= 1;
        assertThatThrownBy(() -> FactorKey.of(KEY).opened(kept, person)).hasMessageContaining("another key");
        assertThatThrownBy(() -> FactorKey.of("short")).hasMessageContaining("32 or more");
    }

    @Test
    @DisplayName("Codes for a lost device are ten, all others, and read however they are typed")
    void makesRecoveryCodes() {
        List<String> codes = RecoveryCodes.made();
        assertThat(new HashSet<>(codes)).hasSize(10);
        assertThat(codes).allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        String code = codes.getFirst();
        assertThat(RecoveryCodes.hash(code.replace("-", " ").toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(RecoveryCodes.hash(code));
    }
}
