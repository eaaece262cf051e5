package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.inbox.Kept;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConnectedAccount;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/**
 * A delivery is safe with us before the provider hears 200: one route for each account of each provider, all of one shape.
 * An account without a secret has no route; its webhooks are answered 404 (threat S-1).
 */
@Component
class WebhookRoutes extends RouteBuilder {
    private final BillingAccounts accounts;
    private final Inbox inbox;
    private final WebhookMetrics metrics;

    WebhookRoutes(BillingAccounts accounts, Inbox inbox, WebhookMetrics metrics) {
        this.accounts = accounts;
        this.inbox = inbox;
        this.metrics = metrics;
    }

    /** The name under which an account's deliveries come in. */
    static String nameOf(BillingAccount account) {
        return "webhooks/" + account;
    }

    @Override
    public void configure() {
        onException(DeliveryRejected.class)
                .handled(true)
                .process(metrics::rejected)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(401));
        // Whatever else goes wrong, nothing was kept: the provider is to send it again.
        onException(Exception.class)
                .handled(true)
                .process(metrics::notKept)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(503));
        accounts.takingDeliveries().forEach(this::takeDeliveriesOf);
    }

    private void takeDeliveriesOf(ConnectedAccount connected) {
        BillingAccount account = connected.connector().account();
        var admission = new Admission(connected);
        from("ingress:" + nameOf(account))
                .routeId("webhook-" + account.provider() + "-" + account.name())
                .transform()
                .body(Delivery.class, admission::admit)
                .transform()
                .body(Admitted.class, inbox::keep)
                .process()
                .body(Kept.class, metrics::kept)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(200));
    }
}
