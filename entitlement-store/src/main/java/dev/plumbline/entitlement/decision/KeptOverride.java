package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Value;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An override as the register has it.
 *
 * @param ended null unless somebody ended it early
 */
public record KeptOverride(
        String id,
        CustomerKey customer,
        Terms terms,
        String reason,
        @Nullable String link,
        Instant createdAt,
        String createdBy,
        @Nullable Ended ended) {
    /**
     * What is decided.
     *
     * @param value null for a deny, and for a grant of what the customer would have if all were paid
     * @param user of the customer; null for all of them
     */
    public record Terms(
            String feature,
            Effect effect,
            @Nullable Value value,
            Instant validFrom,
            Instant validUntil,
            @Nullable String user,
            boolean ignoreAvailability) {
        /** As the resolver takes it. */
        public CustomerOverride fact(String id, Instant createdAt) {
            return new CustomerOverride(
                    id, feature, effect, value, validFrom, validUntil, user, ignoreAvailability, createdAt);
        }
    }

    /** Of these an override has one at a time; one that is ending is also active. */
    public enum State {
        FUTURE,
        ACTIVE,
        ENDING,
        ENDED
    }

    /** What the audit shows of it: who, when and why stand beside. */
    Object audited() {
        return new Audited(id, terms, ended);
    }

    private record Audited(String id, Terms terms, @Nullable Ended ended) {}

    /** Where it really ends. */
    public Instant end() {
        return ended != null && ended.at().isBefore(terms.validUntil()) ? ended.at() : terms.validUntil();
    }

    /** @param soon how long before its end it is said to be ending */
    public State state(Instant now, Duration soon) {
        if (!now.isBefore(end())) {
            return State.ENDED;
        }
        if (now.isBefore(terms.validFrom())) {
            return State.FUTURE;
        }
        return end().isAfter(now.plus(soon)) ? State.ACTIVE : State.ENDING;
    }
}
