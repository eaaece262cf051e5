package dev.plumbline.sync.simulation;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Shown;
import dev.plumbline.simulated.api.Answer;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.Weather;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire to the simulated Stripe, without a wire: the production connector asks, the simulation answers in the same call. */
final class InMemoryTransport extends HttpClient {
    private static final String SUBSCRIPTIONS = "/v1/subscriptions";

    private final SimulatedApi api;
    /** Subscriptions that lists leave out; who asks for one by its id finds it. */
    final Set<String> unlisted = new HashSet<>();

    /** Whether lists come in pages of one, so that something can happen between two. */
    boolean smallPages;

    /** What was fetched while nothing befell an answer: it is the same until something changes at the provider. */
    final Map<Question, Fetched> remembered = new HashMap<>();

    /** What bodies show: it never changes. */
    final Map<ByteBuffer, Optional<Shown>> shown = new HashMap<>();

    private boolean calm = true;
    private int changes;
    private int weathers;
    private Wire wire = new Wire() {};

    /** What others do while a request is under way. */
    interface Wire {
        default void asked() {}

        default void answered(int status) {}
    }

    InMemoryTransport(SimulatedApi api) {
        this.api = api;
        api.brief();
    }

    void over(Wire chosen) {
        wire = chosen;
    }

    record Question(ProviderCustomer customer, Asked asked, int changes, int unlisted) {}

    void weather(Weather weather) {
        api.weather(weather);
        calm = weather.chances().isEmpty();
        weathers++;
    }

    int weathers() {
        return weathers;
    }

    boolean isCalm() {
        return calm;
    }

    void changed() {
        changes++;
    }

    int changes() {
        return changes;
    }

    /** As if a request had been made. */
    void pretend() {
        wire.asked();
        wire.answered(200);
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        String path = request.url().getPath();
        wire.asked();
        Answer answer =
                api.answer(request.method().name(), path, paged(request.url().getQuery()), headers);
        wire.answered(answer.status());
        switch (answer.broken()) {
            case CUT_OFF ->
                throw new BillingUnavailable(
                        BillingUnavailable.Cause.UNREADABLE, "Stripe's answer was cut off", null, null);
            case RESET, HANGING ->
                throw new BillingUnavailable(
                        BillingUnavailable.Cause.UNREACHABLE, "Stripe cannot be reached", null, null);
            case NOT -> {}
        }
        boolean shortened = path.equals(SUBSCRIPTIONS) && isJson(answer) && !unlisted.isEmpty();
        return new StripeResponse(
                answer.status(), headers(answer), shortened ? withoutUnlisted(answer) : answer.body());
    }

    /** Not while something is left out: a page of one with nothing on it would end the list for what comes after it. */
    private @Nullable String paged(@Nullable String query) {
        return query != null && smallPages && unlisted.isEmpty() ? query.replace("limit=100", "limit=1") : query;
    }

    private static boolean isJson(Answer answer) {
        return answer.status() == 200
                && "application/json".equals(answer.headers().get("Content-Type"));
    }

    private static HttpHeaders headers(Answer answer) {
        String wait = answer.headers().get("Retry-After");
        return HttpHeaders.of(wait == null ? Map.of() : Map.of("Retry-After", List.of(wait)));
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
