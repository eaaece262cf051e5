package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.connectors.UsageMeters.Formula;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Meter;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Stripe's meters say, over real HTTP and real guards. */
class StripeMetersTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
    private static final Instant FROM = Instant.parse("2026-03-01T00:01:00Z");
    private static final Instant UNTIL = Instant.parse("2026-03-10T09:00:00Z");

    private static SimulatedApi api;
    private static SimulatedStripeServer server;
    private static StripeConnector connector;
    private static UsageMeters meters;

    @BeforeAll
    static void start() {
        var stripe = new SimulatedStripe(InstantSource.fixed(NOW), 7);
        stripe.metering().createMeter("mtr_calls", "api.call", Meter.Formula.SUM);
        stripe.metering().createMeter("mtr_disk", "disk.used", Meter.Formula.LAST);
        for (int i = 0; i < 120; i++) {
            stripe.metering().createMeter("mtr_" + i, "event." + i, Meter.Formula.COUNT);
        }
        stripe.catalogue().createProduct("prod_1", "One");
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod_1", "eur", 5).withId("price_1").byUse("mtr_calls"));
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod_1", "eur", 5).withId("price_own").byUse());
        stripe.customers().create(NewCustomer.named("One").withId("cus_1"));
        stripe.customers().create(NewCustomer.named("Two").withId("cus_2"));
        report(stripe, "before", "api.call", "1000", FROM.minusSeconds(1));
        report(stripe, "a", "api.call", "1.5", FROM);
        report(stripe, "a", "api.call", "100", FROM.plusSeconds(5));
        report(stripe, "b", "api.call", "2", UNTIL.minusSeconds(1));
        report(stripe, "after", "api.call", "1000", UNTIL);
        report(stripe, "d1", "disk.used", "70", FROM.plusSeconds(90));
        report(stripe, "d2", "disk.used", "50", FROM.plusSeconds(900));
        report(stripe, "c1", "event.3", "7", FROM.plusSeconds(90));
        api = new SimulatedApi(stripe, "rk_test_x", 7);
        server = SimulatedStripeServer.start(api, 0);
        connector = new StripeConnector(
                StripeAccount.of(ACCOUNT, "rk_test_x", List.of("whsec_x"), false)
                        .withApiBase(server.base())
                        .withRequestsPerSecond(1_000),
                InstantSource.system());
        meters = connector.meters().orElseThrow();
    }

    private static void report(SimulatedStripe stripe, String id, String event, String value, Instant at) {
        stripe.metering().report(id, event, "cus_1", new BigDecimal(value), at);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static java.util.Optional<BigDecimal> total(String meter, String customer) {
        return meters.total(meter, new ProviderCustomer(ACCOUNT, customer), FROM, UNTIL);
    }

    @Test
    @DisplayName("all meters of all pages, and which of them a price is counted by")
    void readsMeters() {
        assertThat(meters.all())
                .hasSize(123)
                .contains(
                        new UsageMeters.Meter("mtr_calls", "api.call", Formula.SUM, true),
                        new UsageMeters.Meter("mtr_disk", "disk.used", Formula.LAST, true),
                        new UsageMeters.Meter("mtr_3", "event.3", Formula.COUNT, true));
        assertThat(connector.prices())
                .extracting(price -> price.id() + " " + price.meter())
                .containsExactly("price_1 mtr_calls", "price_own mtr_price_own");
    }

    @Test
    @DisplayName(
            "a total is what was reported within the time, each event once, by the meter's own formula; 0 where nothing was")
    void totalsWhatWasReported() {
        assertThat(total("mtr_calls", "cus_1").orElseThrow()).isEqualByComparingTo("3.5");
        assertThat(total("mtr_disk", "cus_1").orElseThrow()).isEqualByComparingTo("50");
        assertThat(total("mtr_3", "cus_1").orElseThrow()).isEqualByComparingTo("1");
        assertThat(total("mtr_calls", "cus_2").orElseThrow()).isZero();
        assertThat(total("mtr_gone", "cus_1")).isEmpty();
        assertThat(total("mtr_calls", "cus_gone")).isEmpty();
        assertThatThrownBy(() ->
                        meters.total("mtr_calls", new ProviderCustomer(ACCOUNT, "cus_1"), FROM.plusSeconds(1), UNTIL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("F-63, F-64: what cannot be had is no zero")
    void concludesNothingFromTrouble() {
        var refused = new Trouble.ServerError(403);
        api.nextTo("/v1/billing/meters", refused);
        assertThat(catchThrowableOfType(BillingUnavailable.class, () -> total("mtr_calls", "cus_1"))
                        .reason())
                .isEqualTo(BillingUnavailable.Cause.KEY_REFUSED);
        api.nextTo("/v1/billing/meters", new Trouble.Html());
        assertThat(catchThrowableOfType(BillingUnavailable.class, () -> total("mtr_calls", "cus_1"))
                        .reason())
                .isEqualTo(BillingUnavailable.Cause.UNREADABLE);
    }
}
