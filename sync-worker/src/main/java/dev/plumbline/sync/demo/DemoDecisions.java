package dev.plumbline.sync.demo;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptPhase;
import dev.plumbline.entitlement.decision.Overrides;
import dev.plumbline.entitlement.decision.Phases;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.Looping;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the demo company's people have decided about single customers: made once, as soon as those customers are known. */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoDecisions implements Looping {
    private static final String SUPPORT = "mette (demo support)";
    private static final String SALES = "jonas (demo sales)";
    private static final Value THOUSAND = new Value.Limit(BigDecimal.valueOf(1_000));

    private final Overrides overrides;
    private final Phases phases;
    private final JdbcClient jdbc;
    private final InstantSource business;
    private final List<Decision> left;
    private final BackgroundLoop loop = new BackgroundLoop("demo-decisions", Duration.ofSeconds(2), this::round);

    DemoDecisions(Overrides overrides, Phases phases, JdbcClient jdbc, InstantSource businessClock) {
        this.overrides = overrides;
        this.phases = phases;
        this.jdbc = jdbc;
        this.business = businessClock;
        this.left = new ArrayList<>(List.of(
                new Decision(
                        "cus_bryggen",
                        new Author(SUPPORT, "Tries single sign-on before they buy Business", ticket(4711)),
                        (decision, now) -> override(decision, "sso", Effect.GRANT, null, now, 21)),
                new Decision(
                        "cus_fjordvik",
                        new Author(SUPPORT, "Goodwill after the outage of last week", ticket(4720)),
                        (decision, now) -> override(decision, "invoices", Effect.GRANT, THOUSAND, now, 5)),
                new Decision(
                        "cus_bright",
                        new Author(SUPPORT, "A leaked API key; closed until they have changed it", ticket(4733)),
                        (decision, now) -> override(decision, "api_access", Effect.DENY, null, now, 14)),
                new Decision(
                        "cus_porto",
                        new Author(SALES, "Won back: Starter for three months, then they decide"),
                        this::phase)));
    }

    /** @param made makes it; whether it could, because the customer is known */
    private record Decision(CustomerKey customer, Author by, BiPredicate<Decision, Instant> made) {
        Decision(String customer, Author by, BiPredicate<Decision, Instant> made) {
            this(new CustomerKey(customer), by, made);
        }
    }

    private static String ticket(int number) {
        return "https://support.harbor.example/tickets/" + number;
    }

    /** Made now, or at an earlier start: then it is left no more. */
    private boolean round() {
        Instant now = business.instant();
        left.removeIf(decision -> wasMade(decision) || decision.made.test(decision, now));
        return false;
    }

    private boolean wasMade(Decision decision) {
        return jdbc.sql("""
                        select exists (select from customer_override where customer_key = :customer and reason = :reason)
                            or exists (select from customer_phase where customer_key = :customer and reason = :reason)
                        """)
                .param("customer", decision.customer.value())
                .param("reason", decision.by.reason())
                .query(Boolean.class)
                .single();
    }

    private boolean override(
            Decision decision, String feature, Effect effect, @Nullable Value value, Instant now, int days) {
        var terms = new KeptOverride.Terms(feature, effect, value, now, now.plus(Duration.ofDays(days)), null, false);
        return overrides.add(decision.customer, terms, decision.by).isPresent();
    }

    private boolean phase(Decision decision, Instant now) {
        var terms = new KeptPhase.Terms(
                Kind.FIXED, new PlanRef("starter", 1), "monthly", now, now.plus(Duration.ofDays(90)), null, Map.of());
        return phases.add(decision.customer, terms, decision.by).isPresent();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
