package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.list;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.OutgoingGuards;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Stripe as a transport without sockets: what is put in by path is what is answered, lists in pages as asked for. */
final class InMemoryStripe extends HttpClient {
    static final Instant NOW = Instant.ofEpochSecond(StripeObjects.START + 1_000);
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final String MISSING =
            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\",\"message\":\"No such thing\"}}";

    private final Map<String, Function<Map<String, String>, StripeResponse>> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();

    InMemoryStripe() {
        lists("/v1/subscription_schedules");
    }

    InMemoryStripe has(String path, ObjectNode object) {
        return answers(path, 200, object.toString());
    }

    InMemoryStripe answers(String path, int status, String body) {
        answers.put(path, asked -> response(status, body));
        return this;
    }

    /** Newest first, as Stripe gives it: in the order given here. */
    InMemoryStripe lists(String path, List<ObjectNode> objects) {
        answers.put(path, query -> {
            int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
            String after = query.get("starting_after");
            List<ObjectNode> rest = after == null
                    ? objects
                    : objects.stream()
                            .dropWhile(object -> !object.path("id").asString().equals(after))
                            .skip(1)
                            .toList();
            List<ObjectNode> page = rest.stream().limit(limit).toList();
            return response(200, list(rest.size() > limit, page).toString());
        });
        return this;
    }

    InMemoryStripe lists(String path, ObjectNode... objects) {
        return lists(path, List.of(objects));
    }

    List<String> requests() {
        return requests;
    }

    StripeConnector connector() {
        StripeAccount settings = StripeAccount.of(ACCOUNT, "rk_live_x", List.of("whsec_x"), true);
        return new StripeConnector(settings, this, OutgoingGuards.none(), InstantSource.fixed(NOW));
    }

    Fetched fetch(String customer) {
        return connector().fetch(customerOf(customer));
    }

    Snapshot snapshot(String customer) {
        return ((Fetched.Present) fetch(customer)).snapshot();
    }

    Snapshot snapshot(String customer, String... known) {
        return ((Fetched.Present) connector().fetch(customerOf(customer), Set.of(known))).snapshot();
    }

    Snapshot closely(String customer) {
        var asked = new Asked(Set.of(), Set.of(Asked.More.values()));
        return ((Fetched.Present) connector().fetch(customerOf(customer), asked)).snapshot();
    }

    /** The only subscription of a customer that has nothing else. */
    static Subscription read(ObjectNode subscription) {
        String customer = subscription.path("customer").asString();
        List<Subscription> all = new InMemoryStripe()
                .has("/v1/customers/" + customer, StripeObjects.customer(customer))
                .lists("/v1/subscriptions", subscription)
                .lists("/v1/invoices")
                .snapshot(customer)
                .subscriptions();
        return all.getFirst();
    }

    static ProviderCustomer customerOf(String id) {
        return new ProviderCustomer(ACCOUNT, id);
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        String path = request.url().getPath();
        String query = request.url().getQuery() == null ? "" : request.url().getQuery();
        requests.add(path + (query.isEmpty() ? "" : "?" + sorted(query)));
        return answers.getOrDefault(path, asked -> response(404, MISSING)).apply(parameters(query));
    }

    private static String sorted(String query) {
        return Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(parameter -> Pattern.compile("=").split(parameter, 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static StripeResponse response(int status, String body) {
        return new StripeResponse(status, HttpHeaders.of(Map.of("Request-Id", List.of("req_1"))), body);
    }
}
