package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Claim, fetch, apply. What fails is looked at again later and never holds up the others. */
@Component
@ConditionalOnRole(Role.SYNC)
class PassRoute extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(PassRoute.class);

    /** The exchange property that remembers which claim a failure belongs to. */
    static final String CLAIM = "claim";

    private final Fetching fetching;
    private final Applying applying;
    private final Setbacks setbacks;
    private final PassMetrics metrics;
    private final RelayLoop relay;
    private final AccountWatch watch;

    PassRoute(
            Fetching fetching,
            Applying applying,
            Setbacks setbacks,
            PassMetrics metrics,
            RelayLoop relay,
            AccountWatch watch) {
        this.watch = watch;
        this.fetching = fetching;
        this.applying = applying;
        this.setbacks = setbacks;
        this.metrics = metrics;
        this.relay = relay;
    }

    @Override
    public void configure() {
        onException(Throwable.class).handled(true).process(this::setBack);
        from("work:subjects")
                .routeId("pass")
                .transform()
                .body(Claim.class, this::look)
                .transform()
                .body(Look.class, applying::apply)
                .process()
                .body(Applied.class, metrics::passed)
                .process(_ -> relay.wake());
    }

    private Look look(Claim claim) {
        Look look = fetching.look(claim);
        watch.answered(claim.subject().account());
        return look;
    }

    private void setBack(Exchange failed) {
        Claim claim = Objects.requireNonNull(failed.getProperty(CLAIM, Claim.class), "A pass has its claim");
        Throwable failure = Objects.requireNonNull(failed.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        try {
            setbacks.take(claim, failure);
            // A key that may read customers and not prices is a good key.
            if (failure instanceof BillingUnavailable away
                    && away.reason() == BillingUnavailable.Cause.KEY_REFUSED
                    && !claim.subject().kind().equals(Subject.CATALOGUE)) {
                watch.refused(claim.subject().account(), failure.toString());
            }
        } catch (RuntimeException databaseAway) {
            // Nothing is lost: the subject is still marked, and its lease ends by itself.
            LOG.warn("The setback of {} could not be noted: {}", claim.subject(), databaseAway.toString());
        }
    }
}
