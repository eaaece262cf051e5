package dev.plumbline.connectors.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.EventFeed;
import dev.plumbline.connectors.EventPage;
import dev.plumbline.connectors.Hint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened at Stripe, as its list of events tells. Every event is listed, whether or not it was delivered: with
 * {@code delivery_success=false} Stripe leaves out what it never tried to send, because the endpoint was switched off or did
 * not ask for that type, and those are the ones nobody else tells us about.
 */
final class StripeEvents implements EventFeed {
    /** Stripe lists no older ones. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** In ASCII: half a character, which JSON can spell, would otherwise make a whole page unreadable. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final StripeClient stripe;
    private final StripeMode mode;

    StripeEvents(StripeClient stripe, boolean live) {
        this.stripe = stripe;
        this.mode = new StripeMode(live);
    }

    @Override
    public Duration kept() {
        return KEPT;
    }

    /** Raw: the SDK's typed event is empty when it was rendered in another version than the SDK's own. */
    @Override
    public Optional<EventPage> since(Instant since, @Nullable String older) {
        String path = "/v1/events?limit=" + StripePages.SIZE + "&created%5Bgte%5D=" + since.getEpochSecond()
                + (older == null ? "" : "&starting_after=" + encoded(older));
        return StripeAnswers.ask(() -> {
            try {
                return Optional.of(page(get(path)));
            } catch (InvalidRequestException refused) {
                // The event that the list went on from is older than thirty days by now.
                if (older != null && "resource_missing".equals(refused.getCode())) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /** One event in Stripe's second version of its API; empty when there is none. */
    Optional<byte[]> thin(String id) {
        return StripeHints.isKey(id)
                ? StripeAnswers.find(() -> get("/v2/core/events/" + encoded(id)).body())
                        .map(body -> body.getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private StripeResponse get(String path) throws StripeException {
        return stripe.rawRequest(RequestMethod.GET, path, null);
    }

    private EventPage page(StripeResponse answer) {
        JsonNode list = read(answer);
        JsonNode data = list.path("data");
        if (!"list".equals(list.path("object").asString(""))
                || !data.isArray()
                || !list.path("has_more").isBoolean()) {
            throw StripeAnswers.unreadable("Stripe answered with something else than a list");
        }
        List<EventPage.Listed> events = new ArrayList<>();
        String last = null;
        for (JsonNode event : data.values()) {
            byte[] body = JSON.writeValueAsBytes(event);
            Hint hint = StripeHints.read(body);
            if (hint instanceof Hint.Event read && read.mode() != null) {
                mode.refuseOther(read.mode() == Hint.Mode.LIVE);
            }
            events.add(new EventPage.Listed(hint, body));
            last = event.path("id").asString("");
        }
        boolean more = list.path("has_more").booleanValue();
        if (more && (last == null || !StripeHints.isKey(last))) {
            throw StripeAnswers.unreadable("Stripe promised another page but gave no way to it");
        }
        return new EventPage(events, more ? last : null);
    }

    private static JsonNode read(StripeResponse answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException odd) {
            throw StripeAnswers.unreadable("Stripe answered with something else than JSON");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
