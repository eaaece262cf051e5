package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Feature;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StripeCatalogueTest {
    private static final Instant FOUNDED = Instant.parse("2026-03-10T09:30:00Z");

    @Test
    @DisplayName("F-38 every page of every list, archived prices too, oldest first, over real HTTP and real guards")
    void readsEverythingThatIsSold() {
        var stripe = new SimulatedStripe(InstantSource.fixed(FOUNDED), 7);
        for (int i = 0; i < 130; i++) {
            String product = "prod_%03d".formatted(i);
            stripe.catalogue().createProduct(product, "Product " + i);
            stripe.catalogue()
                    .createPrice(NewPrice.monthly(product, "eur", 100 + i).withId("price_m_%03d".formatted(i)));
            stripe.catalogue()
                    .createPrice(NewPrice.yearly(product, "eur", 1_000).withId("price_y_%03d".formatted(i)));
        }
        IntStream.range(0, 110).forEach(i -> stripe.catalogue().archive("price_y_%03d".formatted(i)));
        for (int i = 0; i < 120; i++) {
            stripe.catalogue().createFeature("feat_%03d".formatted(i), "key_" + i, "Feature " + i);
            stripe.catalogue().attach("prod_007", "feat_%03d".formatted(i));
        }
        stripe.catalogue().updateProduct("prod_007", product -> product.billedBy("seat"));
        stripe.catalogue().updateProduct("prod_008", product -> product.onSale(false));

        ProviderCatalogue catalogue;
        try (var server = SimulatedStripeServer.start(new SimulatedApi(stripe, "rk_test_x", 7), 0)) {
            StripeAccount account = StripeAccount.of(
                            new BillingAccount(Provider.STRIPE, "default"), "rk_test_x", List.of("whsec_x"), false)
                    .withApiBase(server.base())
                    .withRequestsPerSecond(1_000);
            catalogue = new StripeConnector(account, InstantSource.system()).catalogue();
        }

        assertThat(catalogue.products()).hasSize(130).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
        assertThat(catalogue.prices()).hasSize(260);
        assertThat(catalogue.prices().stream().filter(price -> !price.active())).hasSize(110);
        assertThat(catalogue.features()).hasSize(120);
        assertThat(catalogue.featuresRefused()).isFalse();
        Product seven = catalogue.products().get(7);
        assertThat(seven.unitLabel()).isEqualTo("seat");
        assertThat(seven.features()).hasSize(120).isSorted();
        assertThat(catalogue.products().get(8).active()).isFalse();
        assertThat(catalogue.prices().getFirst())
                .isEqualTo(new Price(
                        "price_m_000",
                        "prod_000",
                        null,
                        true,
                        FOUNDED,
                        "EUR",
                        100L,
                        Period.ofMonths(1),
                        Charge.LICENSED));
    }

    @Test
    @DisplayName(
            "A key that may not read features still tells what is sold; nobody is asked for the features of each product")
    void goesOnWithoutFeatures() {
        InMemoryStripe stripe = new InMemoryStripe()
                .lists("/v1/products", product("prod_1"))
                .lists("/v1/prices")
                .answers("/v1/entitlements/features", 403, "{\"error\":{\"type\":\"invalid_request_error\"}}");

        ProviderCatalogue catalogue = stripe.connector().catalogue();

        assertThat(catalogue.featuresRefused()).isTrue();
        assertThat(catalogue.products()).extracting(Product::features).containsExactly(List.of());
        assertThat(stripe.requests()).noneMatch(request -> request.contains("/v1/products/"));
    }

    @Test
    @DisplayName("F-64 a list that cannot be read is no answer, and neither is half a catalogue")
    void concludesNothingFromHalfAnAnswer() {
        InMemoryStripe stripe = new InMemoryStripe()
                .lists("/v1/products", product("prod_1"))
                .answers("/v1/prices", 500, "{}")
                .lists("/v1/entitlements/features");

        assertThat(unavailable(stripe).reason()).isEqualTo(BillingUnavailable.Cause.UNREACHABLE);
    }

    @Test
    @DisplayName("F-39 a test key on a live account shows another world")
    void refusesTheOtherMode() {
        InMemoryStripe stripe = new InMemoryStripe()
                .lists("/v1/products", product("prod_1").put("livemode", false))
                .lists("/v1/prices")
                .lists("/v1/entitlements/features");

        assertThat(unavailable(stripe).reason()).isEqualTo(BillingUnavailable.Cause.KEY_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"day, 1, P1D", "week, 2, P14D", "month, 3, P3M", "year, 1, P1Y"})
    void readsTheInterval(String interval, int count, Period every) {
        ObjectNode price = price("price_1");
        price.withObject("recurring").put("interval", interval).put("interval_count", count);

        assertThat(read(price).every()).isEqualTo(every);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fortnight", ""})
    void takesNoIntervalItDoesNotKnow(String interval) {
        ObjectNode price = price("price_1");
        price.withObject("recurring").put("interval", interval);

        assertThat(unavailable(selling(price)).reason()).isEqualTo(BillingUnavailable.Cause.UNREADABLE);
    }

    @Test
    void tellsHowItIsCharged() {
        ObjectNode metered = price("price_1");
        metered.withObject("recurring").put("usage_type", "metered");
        ObjectNode once = price("price_1");
        once.putNull("recurring");

        assertThat(read(metered).charge()).isEqualTo(Charge.METERED);
        assertThat(read(once).charge()).isEqualTo(Charge.ONCE);
        assertThat(read(once).every()).isNull();
    }

    @Test
    @DisplayName("03: unknown is a legal list value, 0 is not: tiers and packages have no price of one")
    void knowsWhenThereIsNoPriceOfOne() {
        ObjectNode tiered = price("price_1").put("billing_scheme", "tiered");
        ObjectNode packages = price("price_1");
        packages.putObject("transform_quantity").put("divide_by", 100).put("round", "up");

        assertThat(read(price("price_1")).amount()).isEqualTo(4_900);
        assertThat(read(tiered).amount()).isNull();
        assertThat(read(packages).amount()).isNull();
        assertThat(read(price("price_1").putNull("unit_amount")).amount()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "4900, EUR, 4900",
        "4900, JPY, 4900",
        "490000, ISK, 4900",
        "490050, ISK,",
        "49, MGA, 4900",
        "4900, KWD, 4900",
        "1, QQQ,"
    })
    @DisplayName("03: minor units of ISO 4217, whatever Stripe counts in")
    void countsInMinorUnits(long atStripe, String currency, @Nullable Long ours) {
        assertThat(StripeCataloguePrice.inMinorUnits(atStripe, currency)).isEqualTo(ours);
    }

    @Test
    void namesFeaturesByTheirKeys() {
        InMemoryStripe stripe = new InMemoryStripe()
                .lists("/v1/products", product("prod_1"))
                .lists("/v1/prices")
                .lists("/v1/entitlements/features", feature("feat_2", "sso"), feature("feat_1", "api"))
                .lists("/v1/products/prod_1/features", given("feat_2", "sso"));

        ProviderCatalogue catalogue = stripe.connector().catalogue();

        assertThat(catalogue.features())
                .containsExactly(
                        new Feature("feat_1", "api", "Name of api", true),
                        new Feature("feat_2", "sso", "Name of sso", true));
        assertThat(catalogue.products().getFirst().features()).containsExactly("feat_2");
    }

    private static Price read(ObjectNode price) {
        return selling(price).connector().catalogue().prices().getFirst();
    }

    private static InMemoryStripe selling(ObjectNode price) {
        return new InMemoryStripe()
                .lists("/v1/products", product("prod_1"))
                .lists("/v1/prices", new ArrayList<>(List.of(price)))
                .lists("/v1/entitlements/features");
    }

    private static BillingUnavailable unavailable(InMemoryStripe stripe) {
        return catchThrowableOfType(
                BillingUnavailable.class, () -> stripe.connector().catalogue());
    }

    private static ObjectNode product(String id) {
        return json("{\"object\":\"product\",\"active\":true,\"livemode\":true,\"created\":%d,\"name\":\"Team\"}"
                        .formatted(StripeObjects.CREATED))
                .put("id", id);
    }

    private static ObjectNode price(String id) {
        return json("""
                {"object":"price","active":true,"livemode":true,"billing_scheme":"per_unit","created":%d,"currency":"eur",
                 "product":"prod_1","unit_amount":4900,"unit_amount_decimal":"4900","type":"recurring",
                 "recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"}}
                """.formatted(StripeObjects.CREATED)).put("id", id);
    }

    private static ObjectNode feature(String id, String key) {
        return json("{\"object\":\"entitlements.feature\",\"active\":true,\"livemode\":true}")
                .put("id", id)
                .put("lookup_key", key)
                .put("name", "Name of " + key);
    }

    private static ObjectNode given(String feature, String key) {
        ObjectNode given =
                json("{\"object\":\"product_feature\",\"livemode\":true}").put("id", "pf_" + feature);
        given.set("entitlement_feature", feature(feature, key));
        return given;
    }
}
