package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer for a test, said in a line: {@code aCustomer().in("NO").on("team@2")}. */
public final class ACustomer {
    private @Nullable String country;
    private final List<Subscribed> subscriptions = new ArrayList<>();
    private final List<ManualPhase> phases = new ArrayList<>();
    private final List<Enrolment> enrolments = new ArrayList<>();
    private final List<CustomerOverride> overrides = new ArrayList<>();

    private ACustomer() {}

    public static ACustomer aCustomer() {
        return new ACustomer();
    }

    public ACustomer in(String itsCountry) {
        country = itsCountry;
        return this;
    }

    /** An active subscription since 2026-01-10, paid monthly. */
    public ACustomer on(String planVersion) {
        return on(aSubscription().to(planVersion));
    }

    public ACustomer on(ASubscription subscription) {
        subscriptions.add(subscription.named("sub_" + subscriptions.size()));
        return this;
    }

    public ACustomer byHand(ManualPhase.Kind kind, String planVersion, String from, @Nullable String until) {
        phases.add(new ManualPhase(
                "deal_" + phases.size(),
                kind,
                ref(planVersion),
                null,
                at(from),
                until == null ? null : at(until),
                null,
                Map.of()));
        return this;
    }

    public ACustomer enrolledIn(String promotion, String since) {
        enrolments.add(new Enrolment(promotion, at(since), null));
        return this;
    }

    public ACustomer override(Effect effect, String feature, @Nullable Value value, String from, String until) {
        return override(effect, feature, value, from, until, null, false);
    }

    public ACustomer override(
            Effect effect,
            String feature,
            @Nullable Value value,
            String from,
            String until,
            @Nullable String user,
            boolean ignoreAvailability) {
        var number = overrides.size();
        overrides.add(new CustomerOverride(
                "ovr_" + number,
                feature,
                effect,
                value,
                at(from),
                at(until),
                user,
                ignoreAvailability,
                at("2026-01-01").plusSeconds(number)));
        return this;
    }

    public Facts facts() {
        return new Facts(new CustomerKey("acme"), country, Map.of(), subscriptions, phases, enrolments, overrides);
    }

    /** A date at midnight UTC, or an instant. */
    public static Instant at(String time) {
        return time.length() == 10
                ? LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(time);
    }

    public static Value limit(long amount) {
        return new Value.Limit(BigDecimal.valueOf(amount));
    }

    static PlanRef ref(String planVersion) {
        var at = planVersion.indexOf('@');
        return new PlanRef(planVersion.substring(0, at), Integer.parseInt(planVersion.substring(at + 1)));
    }

    public static ASubscription aSubscription() {
        return new ASubscription();
    }

    /** One subscription of it. */
    public static final class ASubscription {
        private BillingStatus status = BillingStatus.ACTIVE;
        private String provider = "stripe";
        private Instant from = ACustomer.at("2026-01-10");
        private @Nullable Instant until;
        private @Nullable Instant trialUntil;
        private @Nullable Instant anchor;
        private @Nullable Instant episode;
        private boolean collectionPaused;
        private final List<Facts.BoundItem> items = new ArrayList<>();

        public ASubscription to(String planVersion) {
            return to(planVersion, "monthly", null, 1L);
        }

        public ASubscription to(
                String planVersion, @Nullable String term, @Nullable String quantityOf, @Nullable Long quantity) {
            items.add(new Facts.BoundItem(
                    "si_" + items.size(), quantity, new Binding.ToPlan("price", ref(planVersion), term, quantityOf)));
            return this;
        }

        public ASubscription addOn(String version, long quantity) {
            items.add(new Facts.BoundItem(
                    "si_" + items.size(), quantity, new Binding.ToAddOn("price", ref(version), null)));
            return this;
        }

        public ASubscription by(String itsProvider) {
            provider = itsProvider;
            return this;
        }

        public ASubscription is(BillingStatus its) {
            status = its;
            return this;
        }

        public ASubscription late(BillingStatus its, String since) {
            status = its;
            episode = ACustomer.at(since);
            return this;
        }

        public ASubscription from(String time) {
            from = ACustomer.at(time);
            return this;
        }

        public ASubscription until(String time) {
            until = ACustomer.at(time);
            return this;
        }

        public ASubscription trialUntil(String time) {
            trialUntil = ACustomer.at(time);
            return this;
        }

        public ASubscription anchored(String time) {
            anchor = ACustomer.at(time);
            return this;
        }

        public ASubscription collectionPaused() {
            collectionPaused = true;
            return this;
        }

        private Subscribed named(String id) {
            return new Subscribed(
                    new SubjectRef(provider, "default", "cus_1"),
                    id,
                    status,
                    from,
                    from,
                    until,
                    trialUntil,
                    anchor,
                    collectionPaused,
                    episode,
                    items);
        }
    }
}
