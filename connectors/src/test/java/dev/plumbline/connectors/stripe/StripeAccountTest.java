package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeAccountTest {
    private static final BillingAccount DEFAULT = new BillingAccount(Provider.STRIPE, "default");
    private static final StripeAccount ACCOUNT = StripeAccount.of(DEFAULT, "rk_live_hush", List.of("whsec_hush"), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.stripe.com",
                "https://stripe.egress.example",
                "http://localhost:8080",
                "http://127.0.0.1:9",
                "http://[::1]:9",
                "https://localhost:8443"
            })
    void acceptsASafeApiBase(String base) {
        assertThat(ACCOUNT.withApiBase(URI.create(base)).apiBase()).hasToString(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.stripe.com",
                "http://169.254.169.254",
                "https://169.254.169.254",
                "https://10.0.0.1",
                "https://[fd00::1]",
                "https://2130706433",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "https://key@api.stripe.com",
                "https://api.stripe.com/v1",
                "https://api.stripe.com?x=1",
                "https://api.stripe.com#x",
                "https:///v1",
                "file:///etc/passwd",
                "ftp://localhost",
                "api.stripe.com",
                "https://intranet"
            })
    @DisplayName("S-6 an API base that could lead elsewhere is refused at start")
    void refusesAnUnsafeApiBase(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> ACCOUNT.withApiBase(URI.create(base)));
    }

    @ParameterizedTest
    @CsvSource({"sk_test_x,true", "rk_test_x,true", "sk_live_x,false", "' ',true", "'rk_live_x ',true", "'rk\n',true"})
    void refusesAKeyThatCannotBeRight(String key, boolean live) {
        assertThatIllegalArgumentException().isThrownBy(() -> StripeAccount.of(DEFAULT, key, List.of("whsec_x"), live));
    }

    @Test
    @DisplayName("S-1 a blank secret is refused at start")
    void refusesABlankSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeAccount.of(DEFAULT, "rk_live_x", List.of("whsec_x", ""), true));
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> ACCOUNT.withRequestsPerSecond(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StripeAccount.Timeouts(Duration.ZERO, Duration.ofSeconds(1)));
    }

    @Test
    @DisplayName("S-12 settings in a log hold no secret")
    void hidesItsSecrets() {
        assertThat(ACCOUNT.toString()).contains("stripe/default", "live").doesNotContain("hush");
    }
}
