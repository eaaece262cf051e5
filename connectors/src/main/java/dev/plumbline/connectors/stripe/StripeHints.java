package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Hint.Concerns;
import dev.plumbline.connectors.Hint.Unreadable;
import dev.plumbline.connectors.StorableText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * When to look again and at whom, from the bytes of a verified event of any API version. The SDK's typed event is not
 * used: it is empty when the event's version is not the SDK's own.
 */
final class StripeHints {
    private static final int LONGEST_KEY = 255;
    private static final int LARGEST_BODY = 16 << 20;

    /** One parser for all, with every limit named (threat S-4, case F-35). */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxNumberLength(1_000)
                    .maxNameLength(50_000)
                    .maxStringLength(LARGEST_BODY)
                    .maxDocumentLength(LARGEST_BODY)
                    .build())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION) // UTF-8, as Stripe sends it, and nothing else
            .build();

    private StripeHints() {}

    static Hint read(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            return hint(StripeEnvelope.read(json));
        } catch (StreamConstraintsException e) {
            return new Unreadable("deeper or longer than we read");
        } catch (JacksonException e) {
            return new Unreadable("not JSON"); // the exception quotes the body, which no log or table of ours may hold
        }
    }

    private static Hint hint(@Nullable StripeEnvelope event) {
        if (event == null) {
            return new Unreadable("not a JSON object");
        }
        if (!event.isEvent()) {
            return new Unreadable("not an event by its \"object\"");
        }
        String id = usable(event.id());
        if (id == null) {
            return new Unreadable("no usable \"id\"");
        }
        String type = usable(event.type());
        if (type == null) {
            return new Unreadable("no usable \"type\"");
        }
        return new Hint.Event(
                id,
                type,
                event.mode(),
                usable(event.apiVersion()),
                event.created(),
                concerns(event, type),
                StripeEventTypes.wantsACloserLook(type));
    }

    /** A connected account's event (F-40) speaks of customers that are not ours, whatever they are called. */
    private static Concerns concerns(StripeEnvelope event, String type) {
        if (event.ofConnectedAccount()) {
            return new Concerns.Nobody();
        }
        return switch (StripeEventTypes.about(type)) {
            case CUSTOMER -> ofCustomer(event, type);
            case CATALOGUE -> new Concerns.Catalogue();
            case NOTHING_OF_OURS -> new Concerns.Nobody();
        };
    }

    /** An event about events that were never made: when it does not say what of, it is fetched, for then it says more. */
    private static Concerns ofCustomer(StripeEnvelope event, String type) {
        if (!StripeEventTypes.tellsOfLostOnes(type)) {
            return event.subject().concerns();
        }
        String kind = event.subject().kind();
        if (kind != null && StripeEventTypes.about(kind + ".") == StripeEventTypes.About.CATALOGUE) {
            return new Concerns.Catalogue();
        }
        String id = usable(event.id());
        return event.subject().concerns() instanceof Concerns.Nobody && id != null
                ? new Concerns.Lost(id)
                : event.subject().concerns();
    }

    private static @Nullable String usable(@Nullable String text) {
        return text != null && isKey(text) ? text : null;
    }

    /** Fit to be a key in our tables and part of a path: a path swallows a name of dots. */
    static boolean isKey(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_KEY
                && StorableText.is(text)
                && text.chars().anyMatch(c -> c != '.');
    }
}
