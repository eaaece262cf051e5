package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Json;
import dev.plumbline.simulated.stripe.Reading;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The read API of a simulated account, as a function: no sockets, no waiting. Anything but GET is refused and noted. */
public final class SimulatedApi {
    private final SimulatedStripe stripe;
    private final String apiKey;
    private final SplittableRandom random;
    private final RequestLog log = new RequestLog();
    private final Omens omens = new Omens();
    private final Budget budget = new Budget();
    private volatile Weather weather = Weather.calm();
    private volatile boolean brief;

    public SimulatedApi(SimulatedStripe stripe, String apiKey, long seed) {
        this.stripe = stripe;
        this.apiKey = apiKey;
        this.random = new SplittableRandom(seed);
    }

    /** From the next request on. */
    public void weather(Weather next) {
        weather = next;
    }

    /** From now on without what is null and in one line: for those who ask by the hundred thousand, and over no wire. */
    public void brief() {
        brief = true;
    }

    /** What happens to the next requests, one each, before the weather has a say. */
    public void next(Trouble... troubles) {
        nextTo("/", troubles);
    }

    /** What happens to the next requests to paths that begin so. */
    public void nextTo(String pathPrefix, Trouble... troubles) {
        omens.announce(pathPrefix, List.of(troubles));
    }

    public RequestLog log() {
        return log;
    }

    /**
     * @param path without the query, e.g. {@code /v1/subscriptions}
     * @param query as in a URL, encoded; null or empty for none
     * @param headers names in any case
     */
    public Answer answer(String method, String path, @Nullable String query, Map<String, String> headers) {
        Instant at = stripe.clockTime();
        Answer answer = respond(method, path, query, headers);
        log.add(new RecordedRequest(at, method, path, query == null ? "" : query, answer.status()));
        return answer.after(weather.latency());
    }

    private Answer respond(String method, String path, @Nullable String query, Map<String, String> headers) {
        Trouble trouble = omens.fulfil(path);
        if (trouble == null) {
            trouble = strike();
        }
        return switch (trouble) {
            case null -> look(method, path, query, headers, stripe.reading(), false);
            case Trouble.Slow slow ->
                look(method, path, query, headers, stripe.reading(), false).after(slow.by());
            case Trouble.StaleByChanges stale ->
                look(method, path, query, headers, stripe.readingBefore(stale.changes()), false);
            case Trouble.StaleBy stale -> look(method, path, query, headers, stripe.readingAgo(stale.lag()), false);
            case Trouble.EmptyWorld empty -> look(method, path, query, headers, stripe.reading(), true);
            case Trouble.CutOff cut ->
                look(method, path, query, headers, stripe.reading(), false).cutOff();
            case Trouble.RateLimited limited -> limited(limited.retryAfter());
            case Trouble.ServerError error -> serverError(error.status());
            case Trouble.Html html ->
                Answer.of(200, Map.of("Content-Type", "text/html"), "<!doctype html><title>Please sign in</title>\n");
            case Trouble.Reset reset -> Answer.broken(Answer.Broken.RESET);
            case Trouble.Hang hang -> Answer.broken(Answer.Broken.HANGING);
        };
    }

    private Answer look(
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            Reading reading,
            boolean blind) {
        try {
            authorize(headers);
            if (!method.equals("GET")) {
                throw Refused.readOnly(method, path);
            }
            if (!budget.spend(stripe.now(), weather.requestsPerSecond())) {
                return limited(null);
            }
            Look look = new Look(reading, stripe.shapes(), stripe.now(), blind);
            ObjectNode found = new Resources(look).get(path, Query.of(query));
            return Answer.of(200, json(Map.of()), brief ? Json.brief(found) : Json.pretty(found));
        } catch (Refused refused) {
            return Answer.of(refused.status(), json(Map.of()), refused.body());
        }
    }

    private void authorize(Map<String, String> headers) {
        boolean known = headers.entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Authorization")
                        && header.getValue().equals("Bearer " + apiKey));
        if (!known) {
            throw Refused.badKey();
        }
    }

    private synchronized @Nullable Trouble strike() {
        return weather.strike(random);
    }

    private Answer limited(@Nullable Duration retryAfter) {
        Map<String, String> headers = new HashMap<>(Map.of("Stripe-Rate-Limited-Reason", "global-rate"));
        if (retryAfter != null) {
            headers.put("Retry-After", Long.toString(retryAfter.toSeconds()));
        }
        return Answer.of(429, json(headers), Refused.tooMany().body());
    }

    private Answer serverError(int status) {
        String body = """
                {
                  "error": {
                    "message": "An unknown error occurred",
                    "type": "api_error"
                  }
                }""";
        return Answer.of(status, json(Map.of()), body);
    }

    private Map<String, String> json(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Request-Id", "req_" + (log.count() + 1));
        headers.put("Stripe-Version", stripe.shapes().version().name());
        return headers;
    }
}
