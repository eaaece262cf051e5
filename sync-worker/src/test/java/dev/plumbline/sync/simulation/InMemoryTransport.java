package dev.plumbline.sync.simulation;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.simulated.api.Answer;
import dev.plumbline.simulated.api.SimulatedApi;
import java.util.HashMap;
import java.util.Map;

/** The wire to the simulated Stripe, without a wire: the production connector asks, the simulation answers in the same call. */
final class InMemoryTransport extends HttpClient {
    private final SimulatedApi api;

    InMemoryTransport(SimulatedApi api) {
        this.api = api;
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        Answer answer = api.answer(
                request.method().name(), request.url().getPath(), request.url().getQuery(), headers);
        return new StripeResponse(answer.status(), HttpHeaders.of(Map.of()), answer.body());
    }
}
