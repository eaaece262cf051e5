package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.sync.inbox.Kept;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts what comes in, by outcome. The type of an event is a label only when we know it: labels must stay few. */
@Component
class WebhookMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookMetrics.class);

    private final MeterRegistry meters;

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void kept(Exchange exchange) {
        Kept kept = exchange.getMessage().getBody(Kept.class);
        String outcome = kept.fresh() ? kept.admitted().disposition().state().toLowerCase(Locale.ROOT) : "duplicate";
        String type = "KEPT".equals(kept.admitted().disposition().state())
                        && kept.admitted().hint() instanceof Hint.Event event
                ? event.type()
                : "other";
        count(kept.admitted().delivery(), type, outcome);
    }

    void rejected(Exchange exchange) {
        var rejected = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, DeliveryRejected.class);
        count(
                exchange.getIn().getBody(Delivery.class),
                "other",
                rejected.reason().name().toLowerCase(Locale.ROOT));
    }

    void notKept(Exchange exchange) {
        var why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn("A delivery was not kept; the provider hears 503 and sends it again: {}", why.toString());
        meters.counter("plumbline.webhook.received", "provider", "any", "type", "other", "outcome", "not_kept")
                .increment();
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
