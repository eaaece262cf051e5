package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.ApiMode;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.HttpClient;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.OutgoingGuards;
import java.net.ConnectException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeCallsTest {
    private final InMemoryStripe stripe = new InMemoryStripe();

    @ParameterizedTest
    @EnumSource(
            value = RequestMethod.class,
            names = {"POST", "DELETE"})
    @DisplayName("S-20 nothing is ever written to Stripe")
    void refusesToWrite(RequestMethod method) throws Exception {
        StripeRequest write = request(method, "https://api.stripe.com/v1/customers");

        assertThatIllegalStateException().isThrownBy(() -> calls(stripe).request(write));
        assertThat(stripe.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1/customers",
                "https://api.stripe.com.evil.example/v1/customers",
                "http://api.stripe.com/v1/customers",
                "https://api.stripe.com:8443/v1/customers",
                "https://user@api.stripe.com/v1/customers"
            })
    @DisplayName("S-6 nothing is ever asked of another host")
    void refusesAnotherHost(String url) throws Exception {
        StripeRequest elsewhere = request(RequestMethod.GET, url);

        assertThatIllegalStateException().isThrownBy(() -> calls(stripe).request(elsewhere));
        assertThat(stripe.requests()).isEmpty();
    }

    @Test
    void keepsTheReasonOfALostConnection() throws Exception {
        ConnectException refused = new ConnectException("refused");
        StripeCalls calls = calls(new HttpClient() {
            @Override
            public StripeResponse request(StripeRequest request) throws ApiConnectionException {
                throw new ApiConnectionException("IOException", refused);
            }
        });
        StripeRequest read = request(RequestMethod.GET, "https://api.stripe.com/v1/customers");

        BillingUnavailable failure = catchThrowableOfType(BillingUnavailable.class, () -> calls.request(read));

        assertThat(failure.reason()).isEqualTo(BillingUnavailable.Cause.UNREACHABLE);
        assertThat(failure).hasCause(refused);
    }

    private static StripeCalls calls(HttpClient transport) {
        return new StripeCalls(
                URI.create("https://api.stripe.com"),
                () -> "rk_test_x",
                transport,
                OutgoingGuards.none(),
                InstantSource.fixed(Instant.EPOCH));
    }

    private static StripeRequest request(RequestMethod method, String url) throws Exception {
        RequestOptions options = RequestOptions.builder().setApiKey("rk_live_x").build();
        return StripeRequest.create(method, url, Map.of(), options, ApiMode.V1);
    }
}
