package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.list;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;

import com.stripe.Stripe;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.BillingConnectorContract;
import dev.plumbline.connectors.ContractFixtures;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Provider;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stripe keeps the contract of connectors. */
class StripeContractTest extends BillingConnectorContract {
    StripeContractTest() {
        super(new Fixtures());
    }

    private static final class Fixtures implements ContractFixtures {
        @Override
        public Provider provider() {
            return Provider.STRIPE;
        }

        @Override
        public BillingConnector connect(Connection connection) {
            StripeAccount settings = StripeAccount.of(
                            connection.account(), connection.apiKey(), connection.secrets(), true)
                    .withApiBase(connection.base())
                    .withTimeouts(new StripeAccount.Timeouts(connection.patience(), connection.patience()));
            return new StripeConnector(settings, connection.guards(), InstantSource.fixed(connection.now()));
        }

        @Override
        public String apiKey(String word) {
            return "rk_live_contract_" + word;
        }

        @Override
        public String secret(String word) {
            return "whsec_contract_" + word;
        }

        @Override
        public String keyValue(String apiKey) {
            return "Bearer " + apiKey;
        }

        @Override
        public String sign(byte[] body, Instant at, List<String> secrets) {
            return StripeSignature.header(at, body, secrets);
        }

        @Override
        public List<String> malformed(String good) {
            String time = good.substring(0, good.indexOf(','));
            return List.of(
                    "t",
                    "t=abc",
                    "nonsense",
                    time,
                    good.substring(good.indexOf(',') + 1),
                    good.replace("v1=", "v0="),
                    good.replace("v1=", "v2="),
                    good.substring(0, good.length() - 1),
                    good + "0",
                    time + "," + good,
                    "t=-1" + good.substring(good.indexOf(',')),
                    "t=99999999999999999999" + good.substring(good.indexOf(',')),
                    good + ",v1=" + "x".repeat(10_000));
        }

        @Override
        public Duration tolerance() {
            return Duration.ofMinutes(5);
        }

        @Override
        public List<HintCase> hints() {
            return List.of(
                    new HintCase(
                            """
                            {"id":"evt_1","object":"event","type":"customer.subscription.updated","livemode":true,"created":1790000000,
                             "api_version":"2026-07-29.dahlia","data":{"object":{"id":"sub_1","object":"subscription","customer":"cus_1"}}}
                            """,
                            new Hint.Event(
                                    "evt_1",
                                    "customer.subscription.updated",
                                    Hint.Mode.LIVE,
                                    "2026-07-29.dahlia",
                                    Instant.ofEpochSecond(1_790_000_000),
                                    new Hint.Concerns.Customer("cus_1"))),
                    new HintCase(
                            """
                            {"id":"evt_2","object":"event","type":"refund.created","livemode":false,"created":1790000000,
                             "api_version":"2024-06-20","data":{"object":{"id":"re_1","object":"refund","charge":"ch_1"}}}
                            """,
                            new Hint.Event(
                                    "evt_2",
                                    "refund.created",
                                    Hint.Mode.TEST,
                                    "2024-06-20",
                                    Instant.ofEpochSecond(1_790_000_000),
                                    new Hint.Concerns.ObjectOf("charge", "ch_1"),
                                    true)));
        }

        @Override
        public List<String> knownVersions() {
            return List.of(Stripe.API_VERSION, "2020-08-27", "2024-06-20", "2025-03-31.basil");
        }

        @Override
        public List<String> unknownVersions() {
            return List.of("", "2031-01-01.zinnia", "2026-07-29.dahlia; preview", "v3", "2030-01-01");
        }

        // the customer, two pages of subscriptions (the first of which says that it has more items than it shows), its
        // items

        @Override
        public Set<String> subscriptions() {
            return Set.of("sub_1", "sub_2", "sub_3");
        }

        @Override
        public List<Step> conversation(String customer) {
            ObjectNode crowded = subscription("sub_3", customer, item("si_3", "price_1"));
            crowded.set("items", list(true, item("si_3", "price_1")));
            ObjectNode canceled = subscription("sub_1", customer, item("si_1", "price_1"))
                    .put("status", "canceled")
                    .put("ended_at", StripeObjects.START)
                    .put("canceled_at", StripeObjects.START);
            ObjectNode second = subscription("sub_2", customer, item("si_2", "price_1"));
            var all = Map.<String, @Nullable String>of("customer", customer, "status", "all");
            return List.of(
                    ok("/v1/customers/" + customer, Map.of(), customer(customer)),
                    ok("/v1/subscriptions", with(all, "starting_after", null), list(true, crowded, second)),
                    ok("/v1/subscriptions", with(all, "starting_after", "sub_2"), list(false, canceled)),
                    ok(
                            "/v1/subscription_items",
                            Map.of("subscription", "sub_3"),
                            list(false, item("si_3", "price_1"), item("si_4", "price_2"))));
        }

        @Override
        public Set<Integer> furtherPages() {
            return Set.of(2);
        }

        // a page that says it has more items than it shows, its items, the second page

        @Override
        public List<Step> listing(String customer, String another) {
            ObjectNode crowded = subscription("sub_3", customer, item("si_3", "price_1"));
            crowded.set("items", list(true, item("si_3", "price_1")));
            ObjectNode canceled = subscription("sub_1", customer, item("si_1", "price_1"))
                    .put("status", "canceled")
                    .put("ended_at", StripeObjects.START)
                    .put("canceled_at", StripeObjects.START);
            ObjectNode second = subscription("sub_2", customer, item("si_2", "price_1"));
            ObjectNode others = subscription("sub_0", another, item("si_0", "price_1"));
            var all = Map.<String, @Nullable String>of("status", "all");
            return List.of(
                    ok(
                            "/v1/subscriptions",
                            with(with(all, "customer", null), "starting_after", null),
                            list(true, crowded, second)),
                    ok(
                            "/v1/subscription_items",
                            Map.of("subscription", "sub_3"),
                            list(false, item("si_3", "price_1"), item("si_4", "price_2"))),
                    ok(
                            "/v1/subscriptions",
                            with(with(all, "customer", null), "starting_after", "sub_2"),
                            list(false, canceled, others)));
        }

        @Override
        public List<Integer> listPages() {
            return List.of(0, 2);
        }

        @Override
        public Step cursorGone(Step page) {
            String body = """
                    {"error":{"type":"invalid_request_error","code":"resource_missing","param":"starting_after",
                     "message":"No such subscription: 'sub_2'"}}
                    """;
            return new Step(page.path(), page.query(), 400, body);
        }

        @Override
        public JsonNode leadingTo(String elsewhere, JsonNode page) {
            if (page instanceof ObjectNode object) {
                object.properties().forEach(member -> leadingTo(elsewhere, member.getValue()));
                if (object.has("data") || object.has("url")) {
                    object.put("url", elsewhere).put("next_page", elsewhere).put("next_page_url", elsewhere);
                }
            } else {
                page.forEach(element -> leadingTo(elsewhere, element));
            }
            return page;
        }

        @Override
        public Step missing(String customer) {
            String body = """
                    {"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such customer: '%s'","param":"id"}}
                    """.formatted(customer);
            return new Step("/v1/customers/" + customer, Map.of(), 404, body);
        }

        @Override
        public Step deleted(String customer) {
            String body = "{\"id\":\"" + customer + "\",\"object\":\"customer\",\"deleted\":true}";
            return new Step("/v1/customers/" + customer, Map.of(), 200, body);
        }

        private static Step ok(String path, Map<String, @Nullable String> query, ObjectNode body) {
            return new Step(path, query, 200, body.toString());
        }

        private static Map<String, @Nullable String> with(
                Map<String, @Nullable String> query, String name, @Nullable String value) {
            var more = new HashMap<String, @Nullable String>(query);
            more.put(name, value);
            return more;
        }

        @Override
        public Simulation simulate() {
            return new Simulated();
        }
    }

    /** The stateful Stripe behind a real socket. */
    private static final class Simulated implements ContractFixtures.Simulation {
        private final SimulatedStripe stripe =
                new SimulatedStripe(InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")), 7, Settings.liveMode());
        private final SimulatedApi api = new SimulatedApi(stripe, "rk_live_simulated", 7);
        private final SimulatedStripeServer server = SimulatedStripeServer.start(api, 0);

        Simulated() {
            stripe.catalogue().createProduct("prod_team", "Team");
            stripe.catalogue()
                    .createPrice(NewPrice.monthly("prod_team", "eur", 1_200).withId("price_t"));
        }

        @Override
        public URI base() {
            return server.base();
        }

        @Override
        public String apiKey() {
            return "rk_live_simulated";
        }

        @Override
        public List<String> subscribe(String customer, int howMany) {
            if (stripe.reading().customers().find(customer) == null) {
                stripe.customers()
                        .create(NewCustomer.named("Acme").withId(customer).in("DK"));
            }
            return IntStream.range(0, howMany)
                    .mapToObj(_ -> stripe.subscriptions()
                            .start(customer, Line.of("price_t", 3))
                            .object()
                            .id())
                    .toList();
        }

        @Override
        public void cancel(String subscription) {
            stripe.cancellations().now(subscription);
        }

        @Override
        public void vanish(String subscription) {
            stripe.subscriptions().vanish(subscription);
        }

        @Override
        public String cursorOfFirstPage(List<String> made) {
            return made.get(made.size() - (int) StripePages.SIZE);
        }

        @Override
        public long requests() {
            return api.log().count();
        }

        @Override
        public int writes() {
            return api.log().writes().size();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
