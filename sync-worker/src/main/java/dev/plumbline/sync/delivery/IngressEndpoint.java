package dev.plumbline.sync.delivery;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One name under which HTTP hands deliveries to one route. */
final class IngressEndpoint extends DefaultEndpoint {
    private final IngressComponent ingress;
    private final String name;

    IngressEndpoint(String uri, IngressComponent ingress, String name) {
        super(uri, ingress);
        this.ingress = ingress;
        this.name = name;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new IngressConsumer(this, processor, ingress, name);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException("ingress: is where deliveries come in; a route cannot send to it");
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
