package dev.plumbline.sync.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/**
 * {@code ingress:NAME}: where HTTP hands over to a route. Camel's own HTTP components bring a second server; this one keeps
 * what matters of a consumer (stop, suspend, inflight, error handling) behind the server we have. While no route consumes a
 * name there is {@linkplain #consumerOf nobody to take it}, and the sender is told to come again (08, pitfall P2).
 */
@Component("ingress-component")
class IngressComponent extends DefaultComponent {
    private final Map<String, IngressConsumer> consumers = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        return new IngressEndpoint(uri, this, name);
    }

    /** Who takes what arrives under this name now; empty while its route is stopped, suspended or not there. */
    Optional<IngressConsumer> consumerOf(String name) {
        return Optional.ofNullable(consumers.get(name));
    }

    void opened(IngressConsumer consumer) {
        consumers.put(consumer.name(), consumer);
    }

    void closed(IngressConsumer consumer) {
        consumers.remove(consumer.name(), consumer);
    }
}
