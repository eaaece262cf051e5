package dev.plumbline.entitlement.customer;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one customer when it is resolved, read under the customer's lock. With the model it determines the
 * timeline completely: no clock, no usage.
 *
 * @param country ISO 3166-1 alpha-2; null when nobody knows
 * @param subscriptions of all providers and accounts
 */
public record Facts(
        CustomerKey customer,
        @Nullable String country,
        Map<String, String> attributes,
        List<Subscribed> subscriptions,
        List<ManualPhase> phases,
        List<Enrolment> enrolments,
        List<CustomerOverride> overrides) {
    public Facts {
        attributes = Map.copyOf(attributes);
        subscriptions = List.copyOf(subscriptions);
        phases = List.copyOf(phases);
        enrolments = List.copyOf(enrolments);
        overrides = List.copyOf(overrides);
    }

    /** The same customer somewhere else: a request may name the country it comes from. */
    public Facts in(@Nullable String otherCountry) {
        return new Facts(customer, otherCountry, attributes, subscriptions, phases, enrolments, overrides);
    }

    /** The same customer with more places in promotions. */
    public Facts with(List<Enrolment> more) {
        var all = Stream.concat(enrolments.stream(), more.stream())
                .sorted(Comparator.comparing(Enrolment::promotion).thenComparing(Enrolment::enrolledAt))
                .toList();
        return new Facts(customer, country, attributes, subscriptions, phases, all, overrides);
    }

    /** The same customer without its place in a promotion. */
    public Facts outOf(String promotion) {
        var others = enrolments.stream()
                .filter(one -> !one.promotion().equals(promotion))
                .toList();
        return new Facts(customer, country, attributes, subscriptions, phases, others, overrides);
    }

    /** The same customer with one more override. */
    public Facts with(CustomerOverride more) {
        var all = Stream.concat(overrides.stream(), Stream.of(more))
                .sorted(Comparator.comparing(CustomerOverride::createdAt).thenComparing(CustomerOverride::id))
                .toList();
        return new Facts(customer, country, attributes, subscriptions, phases, enrolments, all);
    }

    /** One subscription with its items bound to plans.
     *
     * @param episodeSince start of the running billing episode, fixed
     *  when first known and never moved; null in good standing
     * @param collectionResumesAt when the pause of the collection ends by itself; null when nobody said
     * @param ahead what it will bring later, in the order of time: until the first of them, {@code items}
     */
    public record Subscribed(
            SubjectRef subject,
            String id,
            BillingStatus status,
            Instant createdAt,
            Instant startedAt,
            @Nullable Instant endsAt,
            @Nullable Instant trialEndsAt,
            @Nullable Instant billingAnchor,
            boolean collectionPaused,
            @Nullable Instant episodeSince,
            List<BoundItem> items,
            @Nullable Instant collectionResumesAt,
            List<Ahead> ahead) {
        public Subscribed {
            items = List.copyOf(items);
            ahead = List.copyOf(ahead);
        }

        /** One that goes on as it is. */
        public Subscribed(
                SubjectRef subject,
                String id,
                BillingStatus status,
                Instant createdAt,
                Instant startedAt,
                @Nullable Instant endsAt,
                @Nullable Instant trialEndsAt,
                @Nullable Instant billingAnchor,
                boolean collectionPaused,
                @Nullable Instant episodeSince,
                List<BoundItem> items) {
            this(
                    subject,
                    id,
                    status,
                    createdAt,
                    startedAt,
                    endsAt,
                    trialEndsAt,
                    billingAnchor,
                    collectionPaused,
                    episodeSince,
                    items,
                    null,
                    List.of());
        }

        /** The same with other items, now and later. */
        public Subscribed with(UnaryOperator<List<BoundItem>> change) {
            return new Subscribed(
                    subject,
                    id,
                    status,
                    createdAt,
                    startedAt,
                    endsAt,
                    trialEndsAt,
                    billingAnchor,
                    collectionPaused,
                    episodeSince,
                    change.apply(items),
                    collectionResumesAt,
                    ahead.stream()
                            .map(phase -> new Ahead(
                                    phase.from(),
                                    phase.trialEndsAt(),
                                    phase.billingAnchor(),
                                    change.apply(phase.items())))
                            .toList());
        }

        /** Whether it gives anything at any time: what is yet to begin will. */
        public boolean givesPhase() {
            return status.givesPhase() || (status == BillingStatus.PENDING && !ahead.isEmpty());
        }

        /** What it brings at an instant; whether it runs then is another question. */
        public List<BoundItem> itemsAt(Instant at) {
            var running = items;
            for (var phase : ahead) {
                if (at.isBefore(phase.from())) {
                    break;
                }
                running = phase.items();
            }
            return running;
        }
    }

    /** What a subscription will bring from an instant on, until the next or its end. */
    public record Ahead(
            Instant from,
            @Nullable Instant trialEndsAt,
            @Nullable Instant billingAnchor,
            List<BoundItem> items) {
        public Ahead {
            items = List.copyOf(items);
        }
    }

    /** @param quantity null when metered */
    public record BoundItem(String id, @Nullable Long quantity, Binding binding) {}

    /** A phase made by hand: a custom deal, an internal account, a trial without billing. */
    public record ManualPhase(
            String id,
            Kind kind,
            Binding.PlanRef plan,
            @Nullable String term,
            Instant from,
            @Nullable Instant until,
            @Nullable Instant billingAnchor,
            Map<String, Long> quantities) {
        public ManualPhase {
            quantities = Map.copyOf(quantities);
        }

        public enum Kind {
            TRIAL,
            FIXED,
            EVERGREEN
        }
    }

    /** A customer's place in a promotion, written once. */
    public record Enrolment(
            String promotion, Instant enrolledAt, @Nullable Instant withdrawnAt) {}

    /**
     * A person's decision about one customer and feature, above everything but a deny.
     *
     * @param value for {@code set} and {@code grant}: TRUE/FALSE, a limit, a level or "unlimited"; null for deny and for
     *     granting a switch
     */
    public record CustomerOverride(
            String id,
            String feature,
            Effect effect,
            @Nullable Value value,
            Instant validFrom,
            Instant validUntil,
            @Nullable String user,
            boolean ignoreAvailability,
            Instant createdAt) {
        public enum Effect {
            GRANT,
            SET,
            DENY
        }
    }

    /** A value as the catalog file and overrides write it. */
    public sealed interface Value {
        record Switch(boolean on) implements Value {}

        record Limit(BigDecimal amount) implements Value {}

        record Unlimited() implements Value {}

        record Level(String name) implements Value {}
    }
}
