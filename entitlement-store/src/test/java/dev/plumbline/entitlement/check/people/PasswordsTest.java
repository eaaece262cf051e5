package dev.plumbline.entitlement.check.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/** Other tests hash with less work; here it is the product's own. */
class PasswordsTest {
    @Test
    @DisplayName("A password is kept by 600,000 rounds of PBKDF2 over SHA-256, as OWASP asks")
    void isKeptWithTheWorkThatOwaspAsksFor() {
        String kept = new Passwords().encoded("correct horse battery staple");
        assertThat(kept).startsWith("{pbkdf2-sha256}");
        var asked = new Pbkdf2PasswordEncoder("", 16, 600_000, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
        assertThat(asked.matches("correct horse battery staple", kept.substring("{pbkdf2-sha256}".length())))
                .isTrue();
    }
}
