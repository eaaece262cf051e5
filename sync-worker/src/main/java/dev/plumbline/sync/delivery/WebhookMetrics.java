package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Verification;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Kept;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts what comes in, by outcome. The type of an event is a label only when we know it: labels must stay few. */
@Component
class WebhookMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookMetrics.class);

    private static final String OTHER = "other";

    private final MeterRegistry meters;

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void kept(Kept kept) {
        Admitted admitted = kept.admitted();
        String state = admitted.disposition().state();
        String type = state.equals("KEPT") && admitted.hint() instanceof Hint.Event event ? event.type() : OTHER;
        count(admitted.delivery(), type, kept.fresh() ? state.toLowerCase(Locale.ROOT) : "duplicate");
    }

    void rejected(Exchange exchange) {
        Verification.Reason reason = caught(exchange, DeliveryRejected.class).reason();
        Delivery delivery = Objects.requireNonNull(exchange.getIn().getBody(Delivery.class));
        count(delivery, OTHER, reason.name().toLowerCase(Locale.ROOT));
    }

    void notKept(Exchange exchange) {
        LOG.warn(
                "A delivery was not kept; the provider hears 503 and sends it again: {}",
                caught(exchange, Exception.class).toString());
        meters.counter("plumbline.webhook.received", "provider", "any", "type", OTHER, "outcome", "not_kept")
                .increment();
    }

    private static <T extends Exception> T caught(Exchange exchange, Class<T> type) {
        return Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, type), "An exception was caught");
    }

    private void count(Delivery delivery, String type, String outcome) {
        meters.counter(
                        "plumbline.webhook.received",
                        "provider",
                        delivery.account().provider().key(),
                        "type",
                        type,
                        "outcome",
                        outcome)
                .increment();
    }
}
