package dev.plumbline.sync.pace;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.connectors.RequestBudget;
import dev.plumbline.connectors.Urgency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is measured of one account's budget and breaker in this process. */
final class BudgetFigures implements RequestBudget.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetFigures.class);

    private final MeterRegistry meters;
    private final BillingAccount account;
    private final Tags tags;
    private final Map<Urgency, Timer> waits = new EnumMap<>(Urgency.class);
    private final Map<Urgency, Counter> refusals = new EnumMap<>(Urgency.class);

    BudgetFigures(MeterRegistry meters, BillingAccount account) {
        this.meters = meters;
        this.account = account;
        this.tags = Tags.of("account", account.toString());
        for (Urgency urgency : Urgency.values()) {
            Tag who = Tag.of("urgency", urgency.name().toLowerCase(Locale.ROOT));
            waits.put(
                    urgency,
                    Timer.builder("plumbline.budget.wait").tags(tags.and(who)).register(meters));
            refusals.put(
                    urgency,
                    Counter.builder("plumbline.budget.refused")
                            .tags(tags.and(who))
                            .register(meters));
        }
    }

    void watch(ProviderGuards guards) {
        Gauge.builder(
                        "plumbline.budget.left",
                        guards,
                        watched -> watched.budget().left())
                .tags(tags)
                .register(meters);
        Gauge.builder("plumbline.breaker.state", guards, watched -> figure(watched.state()))
                .tags(tags)
                .register(meters);
    }

    private static int figure(ProviderGuards.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    @Override
    public void took(Urgency urgency, Duration waited) {
        Objects.requireNonNull(waits.get(urgency)).record(waited);
    }

    @Override
    public void refused(Urgency urgency) {
        Objects.requireNonNull(refusals.get(urgency)).increment();
    }

    @Override
    public void away(RuntimeException failure) {
        LOG.warn(
                "The budget of {} cannot be asked for; nothing is fetched until it can: {}",
                account,
                failure.toString());
        Counter.builder("plumbline.budget.away").tags(tags).register(meters).increment();
    }
}
