package dev.plumbline.connectors.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.SUSPENDED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static dev.plumbline.connectors.stripe.InMemoryStripe.customerOf;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.list;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.stripe.Stripe;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Fetched.Evidence;
import dev.plumbline.connectors.GuardSettings;
import dev.plumbline.connectors.OutgoingGuards;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.connectors.Snapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The real transport and the real guards against a real socket. */
class StripeOverTheWireTest {
    private static final WireMockServer SERVER =
            new WireMockServer(wireMockConfig().dynamicPort());
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String CUSTOMER = "/v1/customers/cus_1";
    private static final StripeAccount.Timeouts PATIENT =
            new StripeAccount.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final StripeAccount.Timeouts HASTY =
            new StripeAccount.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1_500));

    static {
        SERVER.start();
    }

    @BeforeEach
    void forgetTheTestBefore() {
        SERVER.resetAll();
        SERVER.stubFor(get(urlPathEqualTo("/v1/subscription_schedules"))
                .willReturn(okJson(list(false).toString())));
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    @DisplayName("F-38 all pages of all lists, each with our key and the version we read")
    void readsEveryPageOfEveryList() {
        customerAnswers(okJson(customer("cus_1").toString()));
        List<ObjectNode> subscriptions = IntStream.range(100, 230)
                .mapToObj(i -> subscription("sub_" + i, "cus_1", item("si_" + i, "price_1")))
                .toList();
        List<ObjectNode> items = IntStream.range(100, 235)
                .mapToObj(i -> item("si_x" + i, "price_1"))
                .toList();
        subscriptions.getFirst().set("items", list(true, items.subList(0, 10)));
        pages("/v1/subscriptions", subscriptions);
        pages("/v1/subscription_items", items);

        Snapshot snapshot = ((Fetched.Present) connector(PATIENT).fetch(customerOf("cus_1"))).snapshot();

        assertThat(snapshot.subscriptions()).hasSize(130);
        assertThat(snapshot.subscriptions().getFirst().items()).hasSize(135);
        SERVER.verify(
                5,
                getRequestedFor(anyUrl())
                        .withHeader("Authorization", equalTo("Bearer rk_live_x"))
                        .withHeader("Stripe-Version", equalTo(Stripe.API_VERSION))
                        .withHeader("User-Agent", equalTo("Plumbline"))
                        .withHeader("X-Stripe-Client-Telemetry", absent()));
    }

    @Test
    void takesATurnForEveryPage() {
        customerAnswers(okJson(customer("cus_1").toString()));
        pages(
                "/v1/subscriptions",
                IntStream.range(100, 230)
                        .mapToObj(i -> subscription("sub_" + i, "cus_1"))
                        .toList());
        AtomicInteger turns = new AtomicInteger();
        OutgoingGuards counting = new OutgoingGuards() {
            @Override
            public <T> T call(Supplier<T> call) {
                turns.incrementAndGet();
                return call.get();
            }
        };

        connector(PATIENT, counting).fetch(customerOf("cus_1"));

        assertThat(turns).hasValue(3);
    }

    @Test
    @DisplayName("F-8 gone by Stripe's word, or only not found")
    void findsACustomerGone() {
        customerAnswers(okJson("{\"id\":\"cus_1\",\"object\":\"customer\",\"deleted\":true}"));
        assertThat(connector(PATIENT).fetch(customerOf("cus_1")))
                .isEqualTo(new Fetched.Gone(customerOf("cus_1"), Evidence.DELETED));

        customerAnswers(okJson("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\","
                        + "\"message\":\"No such customer: 'cus_1'\",\"param\":\"id\"}}")
                .withStatus(404));
        assertThat(connector(PATIENT).fetch(customerOf("cus_1")))
                .isEqualTo(new Fetched.Gone(customerOf("cus_1"), Evidence.NOT_FOUND));
    }

    @Test
    @DisplayName(
            "a key that may not see what was agreed for later shows what is there now; any other trouble is trouble")
    void goesOnWithoutWhatTheKeyMayNotSee() {
        customerAnswers(okJson(customer("cus_1").toString()));
        pages(
                "/v1/subscriptions",
                IntStream.range(100, 230)
                        .mapToObj(i -> subscription("sub_" + i, "cus_1").put("schedule", "sub_sched_" + i))
                        .toList());
        SERVER.stubFor(get(urlPathEqualTo("/v1/subscription_schedules"))
                .willReturn(aResponse().withStatus(403).withBody("{\"error\":{\"type\":\"invalid_request_error\"}}")));
        assertThat(((Fetched.Present) connector(PATIENT).fetch(customerOf("cus_1")))
                        .snapshot()
                        .subscriptions())
                .hasSize(130);

        SERVER.stubFor(get(urlPathEqualTo("/v1/subscription_schedules"))
                .willReturn(aResponse().withStatus(404).withBody("{}")));
        assertThat(((Fetched.Present) connector(PATIENT).fetch(customerOf("cus_1")))
                        .snapshot()
                        .subscriptions())
                .as("a list that is not there at all")
                .hasSize(130);

        SERVER.stubFor(get(urlPathEqualTo("/v1/subscription_schedules"))
                .willReturn(aResponse().withStatus(500)));
        assertThat(refusal(connector(PATIENT)).reason()).isEqualTo(UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "429, , RATE_LIMITED,",
        "429, 7, RATE_LIMITED, PT7S",
        "429, soon, RATE_LIMITED,",
        "500, , UNREACHABLE,",
        "502, , UNREACHABLE,",
        "503, 'Sun, 22 Nov 2026 10:02:00 GMT', UNREACHABLE, PT2M",
        "401, , KEY_REFUSED,",
        "403, , KEY_REFUSED,",
        "304, , UNREADABLE,",
        "402, , UNREADABLE,",
        "400, , UNREADABLE,",
        "418, , UNREADABLE,"
    })
    @DisplayName("F-63 a refusal is passed on at once, with the wait that Stripe asked for")
    void passesOnARefusal(
            int status, @Nullable String retryAfter, BillingUnavailable.Cause cause, @Nullable Duration wait) {
        ResponseDefinitionBuilder answer = aResponse()
                .withStatus(status)
                .withBody(
                        "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\",\"message\":\"no\"}}");
        customerAnswers(retryAfter == null ? answer : answer.withHeader("Retry-After", retryAfter));

        BillingUnavailable refusal = refusal(connector(PATIENT));

        assertThat(refusal.reason()).isEqualTo(cause);
        assertThat(refusal.retryAfter()).isEqualTo(wait);
        SERVER.verify(1, getRequestedFor(urlPathEqualTo(CUSTOMER)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("S-6 a redirect is not followed, our key goes nowhere else")
    void followsNoRedirect(int status) {
        SERVER.stubFor(get(urlPathEqualTo("/elsewhere"))
                .willReturn(okJson(customer("cus_1").toString())));
        customerAnswers(aResponse().withStatus(status).withHeader("Location", SERVER.baseUrl() + "/elsewhere"));

        assertThat(refusal(connector(PATIENT)).reason()).isEqualTo(UNREADABLE);
        SERVER.verify(0, getRequestedFor(urlPathEqualTo("/elsewhere")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>We will be back</body></html>", "{\"id\":\"cus_1\",\"object\":\"cust", ""})
    @DisplayName("F-64 a 200 that cannot be read is no answer")
    void concludesNothingFromWhatItCannotRead(String body) {
        customerAnswers(aResponse().withStatus(200).withBody(body));

        assertThat(refusal(connector(PATIENT)).reason()).isEqualTo(UNREADABLE);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    @DisplayName("F-64 a broken connection is no answer")
    void concludesNothingFromABrokenConnection(Fault fault) {
        customerAnswers(aResponse().withFault(fault));

        BillingUnavailable refusal = refusal(connector(PATIENT));

        switch (fault) {
            case MALFORMED_RESPONSE_CHUNK -> assertThat(refusal.reason()).isEqualTo(UNREADABLE);
            case RANDOM_DATA_THEN_CLOSE ->
                assertThat(refusal.reason()).isIn(UNREADABLE, UNREACHABLE); // has it a line end?
            case EMPTY_RESPONSE, CONNECTION_RESET_BY_PEER ->
                assertThat(refusal.reason()).isEqualTo(UNREACHABLE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
    void asksAgainWhenTheConnectionBreaksBeforeAnAnswer(Fault fault) {
        SERVER.stubFor(get(urlPathEqualTo(CUSTOMER))
                .inScenario("reset")
                .whenScenarioStateIs("Started")
                .willSetStateTo("up")
                .willReturn(aResponse().withFault(fault)));
        SERVER.stubFor(get(urlPathEqualTo(CUSTOMER))
                .inScenario("reset")
                .whenScenarioStateIs("up")
                .willReturn(okJson("{\"id\":\"cus_1\",\"object\":\"customer\",\"deleted\":true}")));

        assertThat(connector(PATIENT).fetch(customerOf("cus_1"))).isInstanceOf(Fetched.Gone.class);
    }

    @Test
    void asksThriceWhenNobodyListens() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        AtomicInteger attempts = new AtomicInteger();
        StripeAccount account = account(PATIENT).withApiBase(URI.create("http://127.0.0.1:" + closed));
        StripeTransport transport = new StripeTransport(PATIENT);
        StripeConnector connector = new StripeConnector(
                account,
                new com.stripe.net.HttpClient() {
                    @Override
                    public com.stripe.net.StripeResponse request(com.stripe.net.StripeRequest request) {
                        attempts.incrementAndGet();
                        return transport.request(request);
                    }
                },
                guards(account.guards()),
                InstantSource.fixed(NOW));

        assertThat(refusal(connector).reason()).isEqualTo(UNREACHABLE);
        assertThat(attempts).hasValue(3);
    }

    @Test
    @DisplayName(
            "B3: a known customer is asked for and about at once: the two calls meet, one after the other never would")
    void asksForAndAboutAKnownCustomerAtOnce() {
        customerAnswers(okJson(customer("cus_1").toString()));
        SERVER.stubFor(get(urlPathEqualTo("/v1/subscriptions"))
                .willReturn(okJson(list(false, subscription("sub_1", "cus_1", item("si_1", "price_1")))
                        .toString())));
        var meeting = new CyclicBarrier(2);
        OutgoingGuards meet = new OutgoingGuards() {
            @Override
            public <T> T call(Supplier<T> call) {
                try {
                    meeting.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                    throw new AssertionError("nobody asked meanwhile", alone);
                }
                return call.get();
            }
        };

        Fetched fetched = connector(PATIENT, meet).fetch(customerOf("cus_1"), Set.of("sub_1"));

        assertThat(fetched).isInstanceOf(Fetched.Present.class);
    }

    @Test
    @DisplayName("02 absence: asking for one that no list shows takes its turn, too, and its failure is no evidence")
    void asksByIdThroughTheGuards() {
        customerAnswers(okJson(customer("cus_1").toString()));
        SERVER.stubFor(get(urlPathEqualTo("/v1/subscriptions"))
                .willReturn(okJson(list(false).toString())));
        SERVER.stubFor(get(urlPathEqualTo("/v1/subscriptions/sub_1"))
                .willReturn(aResponse().withStatus(503)));
        AtomicInteger turns = new AtomicInteger();
        OutgoingGuards guards = guards(account(PATIENT).guards());
        StripeConnector connector = connector(PATIENT, new OutgoingGuards() {
            @Override
            public <T> T call(Supplier<T> call) {
                turns.incrementAndGet();
                return guards.call(call);
            }
        });

        assertThat(catchThrowableOfType(
                                BillingUnavailable.class, () -> connector.fetch(customerOf("cus_1"), Set.of("sub_1")))
                        .reason())
                .isEqualTo(UNREACHABLE);
        assertThat(turns).hasValue(3);

        SERVER.stubFor(get(urlPathEqualTo("/v1/subscriptions/sub_1"))
                .willReturn(okJson(
                        subscription("sub_1", "cus_1", item("si_1", "price_1")).toString())));
        Fetched found = connector.fetch(customerOf("cus_1"), Set.of("sub_1"));
        assertThat(((Fetched.Present) found).snapshot().subscriptions()).hasSize(1);
    }

    @Test
    @DisplayName(
            "F-21 a provider that is silent does not hold us for longer than we allow, and is not asked again at once")
    void givesUpOnSilence() {
        customerAnswers(okJson(customer("cus_1").toString()).withFixedDelay(30_000));

        assertThat(refusal(connector(HASTY)).reason()).isEqualTo(UNREACHABLE);
        SERVER.verify(1, getRequestedFor(urlPathEqualTo(CUSTOMER)));
    }

    @Test
    void givesUpOnAnAnswerThatDrips() {
        customerAnswers(okJson(customer("cus_1").toString()).withChunkedDribbleDelay(50, 30_000));

        assertThat(refusal(connector(HASTY)).reason()).isEqualTo(UNREACHABLE);
    }

    @Test
    void givesAFailingProviderARest() {
        customerAnswers(aResponse().withStatus(500));
        GuardSettings quick = account(PATIENT).guards().withBreaker(4, Duration.ofSeconds(10), Duration.ofMinutes(1));
        StripeConnector connector = connector(PATIENT, guards(quick));
        refusal(connector);
        refusal(connector);

        BillingUnavailable refusal = refusal(connector);

        assertThat(refusal.reason()).isEqualTo(SUSPENDED);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        SERVER.verify(2, getRequestedFor(urlPathEqualTo(CUSTOMER)));
    }

    @Test
    void keepsToItsBudget() {
        customerAnswers(okJson("{\"id\":\"cus_1\",\"object\":\"customer\",\"deleted\":true}"));
        StripeAccount single = account(PATIENT).withRequestsPerSecond(1);
        StripeConnector connector = connector(PATIENT, guards(single.guards().withWaitForTurn(Duration.ZERO)));
        connector.fetch(customerOf("cus_1"));

        assertThat(refusal(connector).reason()).isEqualTo(RATE_LIMITED);
        SERVER.verify(1, getRequestedFor(urlPathEqualTo(CUSTOMER)));
    }

    @Test
    @DisplayName("S-12 no failure tells the key")
    void keepsTheKeyOutOfFailures() {
        customerAnswers(
                aResponse().withStatus(401).withBody("{\"error\":{\"message\":\"Invalid API Key: rk_live_x\"}}"));

        BillingUnavailable refusal = refusal(connector(PATIENT));

        assertThat(refusal.reason()).isEqualTo(KEY_REFUSED);
        assertThat(refusal).hasMessageNotContaining("rk_live_x").hasNoCause();
    }

    private static void customerAnswers(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get(urlPathEqualTo(CUSTOMER)).willReturn(answer));
    }

    /** Two pages of a list: a hundred, and the rest. */
    private static void pages(String path, List<ObjectNode> all) {
        SERVER.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("limit", equalTo("100"))
                .withQueryParam("starting_after", absent())
                .willReturn(okJson(list(true, all.subList(0, 100)).toString())));
        SERVER.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("starting_after", equalTo(all.get(99).path("id").asString()))
                .willReturn(okJson(list(false, all.subList(100, all.size())).toString())));
    }

    private static BillingUnavailable refusal(StripeConnector connector) {
        return catchThrowableOfType(BillingUnavailable.class, () -> connector.fetch(customerOf("cus_1")));
    }

    private static StripeConnector connector(StripeAccount.Timeouts timeouts) {
        return connector(timeouts, guards(account(timeouts).guards()));
    }

    private static StripeConnector connector(StripeAccount.Timeouts timeouts, OutgoingGuards guards) {
        return new StripeConnector(account(timeouts), guards, InstantSource.fixed(NOW));
    }

    private static OutgoingGuards guards(GuardSettings settings) {
        return ProviderGuards.of(customerOf("x").account(), settings.withRetryPause(Duration.ofMillis(1)));
    }

    private static StripeAccount account(StripeAccount.Timeouts timeouts) {
        return StripeAccount.of(customerOf("x").account(), "rk_live_x", List.of("whsec_x"), true)
                .withApiBase(URI.create(SERVER.baseUrl()))
                .withTimeouts(timeouts);
    }
}
