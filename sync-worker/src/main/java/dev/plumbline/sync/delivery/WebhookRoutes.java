package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.inbox.Kept;
import dev.plumbline.sync.inbox.UnknownVersions;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.ConnectedAccount;
import dev.plumbline.sync.setup.Role;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/**
 * A delivery is safe with us before the provider hears 200: one route for each account of each provider, all of one shape.
 * An account without a secret has no route; its webhooks are answered 404 (threat S-1).
 */
@Component
@ConditionalOnRole(Role.INGEST)
class WebhookRoutes extends RouteBuilder {
    private final BillingAccounts accounts;
    private final Inbox inbox;
    private final UnknownVersions versions;
    private final WebhookMetrics metrics;

    WebhookRoutes(BillingAccounts accounts, Inbox inbox, UnknownVersions versions, WebhookMetrics metrics) {
        this.accounts = accounts;
        this.inbox = inbox;
        this.versions = versions;
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
                .setProperty(IngressConsumer.ANSWER, constant(WebhookAnswer.NOT_VERIFIED));
        // Whatever else goes wrong, nothing was kept: the provider is to send it again.
        onException(Exception.class)
                .handled(true)
                .process(metrics::notKept)
                .setProperty(IngressConsumer.ANSWER, constant(WebhookAnswer.NOT_KEPT));
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
                .body(Kept.class, versions::notice)
                .process()
                .body(Kept.class, metrics::kept)
                .setProperty(IngressConsumer.ANSWER, constant(WebhookAnswer.KEPT));
    }
}
