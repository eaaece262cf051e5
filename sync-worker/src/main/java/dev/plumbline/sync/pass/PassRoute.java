package dev.plumbline.sync.pass;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.stereotype.Component;

/** Claim, fetch, apply. What fails is looked at again later and never holds up the others. */
@Component
@ConditionalOnExpression("'${plumbline.roles:sync}'.contains('sync')")
class PassRoute extends RouteBuilder {
    /** The exchange property that remembers which claim a failure belongs to. */
    static final String CLAIM = "claim";

    private final Fetching fetching;
    private final Applying applying;
    private final Setbacks setbacks;
    private final PassMetrics metrics;

    PassRoute(Fetching fetching, Applying applying, Setbacks setbacks, PassMetrics metrics) {
        this.fetching = fetching;
        this.applying = applying;
        this.setbacks = setbacks;
        this.metrics = metrics;
    }

    @Override
    public void configure() {
        onException(Throwable.class)
                .handled(true)
                .process(exchange -> setbacks.take(
                        exchange.getProperty(CLAIM, Claim.class),
                        exchange.getProperty(org.apache.camel.Exchange.EXCEPTION_CAUGHT, Throwable.class)));
        from("work:subjects")
                .routeId("pass")
                .transform()
                .body(Claim.class, fetching::look)
                .transform()
                .body(Look.class, applying::apply)
                .process(metrics::passed);
    }
}
