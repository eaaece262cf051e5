package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A phase made by hand, as it was agreed.
 *
 * @param ended null unless somebody ended it before its time
 */
public record KeptPhase(
        String id,
        CustomerKey customer,
        Terms terms,
        String reason,
        @Nullable String link,
        Instant createdAt,
        String createdBy,
        @Nullable Ended ended) {
    /** @param until null while it goes on */
    public record Terms(
            Kind kind,
            PlanRef plan,
            @Nullable String term,
            Instant from,
            @Nullable Instant until,
            @Nullable Instant billingAnchor,
            Map<String, Long> quantities) {
        // Written out: of a compact constructor the class file loses what may be null.
        public Terms(
                Kind kind,
                PlanRef plan,
                @Nullable String term,
                Instant from,
                @Nullable Instant until,
                @Nullable Instant billingAnchor,
                Map<String, Long> quantities) {
            this.kind = kind;
            this.plan = plan;
            this.term = term;
            this.from = from;
            this.until = until;
            this.billingAnchor = billingAnchor;
            this.quantities = Map.copyOf(quantities);
        }
    }

    /** What the audit shows of it: who, when and why stand beside. */
    Object audited() {
        return new Audited(id, terms, ended);
    }

    private record Audited(String id, Terms terms, @Nullable Ended ended) {}

    /** Where it really ends; null while it goes on. */
    public @Nullable Instant end() {
        Instant until = terms.until();
        return ended != null && (until == null || ended.at().isBefore(until)) ? ended.at() : until;
    }
}
