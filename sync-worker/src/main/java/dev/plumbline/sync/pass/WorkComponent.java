package dev.plumbline.sync.pass;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** {@code work:subjects}: claims what is due and gives each claim to the route, a bounded number at a time. */
@Component("work-component")
class WorkComponent extends DefaultComponent {
    private final WorkList work;
    private final WorkSignal signal;
    private final Dispatch dispatch;
    private final int workers;
    private final Duration lease;

    WorkComponent(
            WorkList work,
            WorkSignal signal,
            Dispatch dispatch,
            @Value("${plumbline.sync.workers:16}") int workers,
            @Value("${plumbline.sync.lease:PT30S}") Duration lease) {
        this.work = work;
        this.signal = signal;
        this.dispatch = dispatch;
        this.workers = workers;
        this.lease = lease;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) throws Exception {
                var consumer = new WorkConsumer(this, processor, work, signal, dispatch, workers, lease);
                configureConsumer(consumer);
                return consumer;
            }

            @Override
            public Producer createProducer() {
                throw new IllegalArgumentException("work: is where claims come from; a route cannot send to it");
            }
        };
    }
}
