package dev.plumbline.sync.usage;

import dev.plumbline.entitlement.metering.CloudEvents;
import dev.plumbline.entitlement.metering.Outcome;
import dev.plumbline.entitlement.metering.Parsed;
import dev.plumbline.entitlement.metering.UsageIntake;
import dev.plumbline.entitlement.record.Author;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the routes' verbs do. Nobody hears an outcome here, so what was not counted is said in the log. */
@Component
class UsageMessages {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMessages.class);
    /** How the bindings of CloudEvents to Kafka, AMQP and others name an attribute. */
    private static final List<String> PREFIXES = List.of("ce-", "ce_", "cloudevents:", "cloudevents_");

    private final UsageIntake intake;
    private final int most;

    UsageMessages(UsageIntake intake, @Value("${plumbline.usage.batch:10000}") int most) {
        this.intake = intake;
        this.most = most;
    }

    record Received(String route, List<Parsed> events) {}

    record Counted(String route, List<Outcome> outcomes) {}

    /** None of a message could be read: it goes where its transport puts what fails. */
    static final class Unreadable extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    Received read(Message message) {
        byte[] body = Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
        Map<String, String> attributes = attributes(message);
        CloudEvents.Read read = attributes.isEmpty()
                ? CloudEvents.structured(body, most)
                : CloudEvents.binary(attributes, message.getHeader(Exchange.CONTENT_TYPE, String.class), body);
        return switch (read) {
            case CloudEvents.Read.Events(List<Parsed> events) -> new Received(routeOf(message), events);
            case CloudEvents.Read.Unreadable(String code, String detail) -> throw new Unreadable(code + ": " + detail);
        };
    }

    private static String routeOf(Message message) {
        Exchange exchange = message.getExchange();
        return exchange == null ? "unknown" : String.valueOf(exchange.getFromRouteId());
    }

    private static Map<String, String> attributes(Message message) {
        var attributes = new HashMap<String, String>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            PREFIXES.stream()
                    .filter(lower::startsWith)
                    .findFirst()
                    .ifPresent(prefix ->
                            attributes.put(lower.substring(prefix.length()), message.getHeader(name, String.class)));
        });
        return attributes;
    }

    Counted take(Received received) {
        return new Counted(
                received.route(),
                intake.take(received.events(), new Author("route " + received.route(), "usage came by this route")));
    }

    void note(Counted counted) {
        List<Outcome> lost = counted.outcomes().stream()
                .filter(outcome ->
                        outcome.outcome() == Outcome.Kind.REJECTED || outcome.outcome() == Outcome.Kind.CONFLICT)
                .toList();
        if (!lost.isEmpty()) {
            LOG.warn(
                    "{} of {} usage events of {} were not counted; the first, {} of {}: {}",
                    lost.size(),
                    counted.outcomes().size(),
                    counted.route(),
                    lost.getFirst().id(),
                    lost.getFirst().source(),
                    lost.getFirst().why());
        }
    }
}
