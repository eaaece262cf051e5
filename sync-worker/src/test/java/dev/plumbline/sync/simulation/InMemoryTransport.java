package dev.plumbline.sync.simulation;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.simulated.api.Answer;
import dev.plumbline.simulated.api.SimulatedApi;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire to the simulated Stripe, without a wire: the production connector asks, the simulation answers in the same call. */
final class InMemoryTransport extends HttpClient {
    private static final String SUBSCRIPTIONS = "/v1/subscriptions";

    private final SimulatedApi api;
    /** Subscriptions that lists leave out; who asks for one by its id finds it. */
    final Set<String> unlisted = new HashSet<>();

    InMemoryTransport(SimulatedApi api) {
        this.api = api;
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        String path = request.url().getPath();
        Answer answer = api.answer(request.method().name(), path, request.url().getQuery(), headers);
        boolean shortened = path.equals(SUBSCRIPTIONS) && answer.status() == 200 && !unlisted.isEmpty();
        return new StripeResponse(
                answer.status(), HttpHeaders.of(Map.of()), shortened ? withoutUnlisted(answer) : answer.body());
    }

    private String withoutUnlisted(Answer answer) {
        ObjectNode list = (ObjectNode) answer.json();
        ArrayNode shown = list.arrayNode();
        for (var subscription : list.get("data")) {
            if (!unlisted.contains(subscription.get("id").asString())) {
                shown.add(subscription);
            }
        }
        list.set("data", shown);
        return list.toString();
    }
}
