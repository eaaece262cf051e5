package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.Delivery;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Takes a delivery into its route on the caller's thread and says what the sender is to hear. */
final class IngressConsumer extends DefaultConsumer implements Suspendable {
    /** The exchange property with what the sender is to hear. */
    static final String ANSWER = "answer";

    private final IngressComponent ingress;
    private final String name;

    IngressConsumer(IngressEndpoint endpoint, Processor processor, IngressComponent ingress, String name) {
        super(endpoint, processor);
        this.ingress = ingress;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** What the route decided on. */
    WebhookAnswer take(Delivery delivery) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(delivery);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return Objects.requireNonNull(
                    exchange.getProperty(ANSWER, WebhookAnswer.class), "Every webhook route ends with an answer");
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ingress.opened(this);
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        ingress.opened(this);
    }

    @Override
    protected void doSuspend() throws Exception {
        ingress.closed(this);
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        ingress.closed(this);
        super.doStop();
    }
}
