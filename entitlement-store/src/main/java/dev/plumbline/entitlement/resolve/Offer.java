package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Grant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands of one feature between two layers.
 *
 * @param value null for nothing
 * @param source of the value; of what would have given it, when it is withheld
 * @param refusal why there is nothing; null when there is something
 * @param grant what the value was made from, while variations may still change its fields
 * @param withheld what the billing policy took away
 * @param isGrace the value is there only because a grace has not run out
 * @param contract whose phase the value has; null when it has none
 */
record Offer(
        @Nullable Allowance value,
        Source source,
        @Nullable Reason refusal,
        @Nullable Grant grant,
        @Nullable Allowance withheld,
        boolean isGrace,
        @Nullable Contract contract) {

    static Offer nothing(Source source, Reason refusal, @Nullable Contract contract) {
        return new Offer(null, source, refusal, null, null, false, contract);
    }

    /** The same, of this contract. */
    Offer of(Contract other) {
        return new Offer(value, source, refusal, grant, withheld, isGrace, other);
    }

    /** What a line's grant comes to. Null takes away: a variation may switch off. */
    Offer made(Grant from, @Nullable Allowance other, Source by) {
        if (Objects.equals(other, value)) {
            return new Offer(value, source, refusal, from, withheld, isGrace, contract);
        }
        return new Offer(other, by, other == null ? Reason.NOT_IN_PLAN : null, from, withheld, isGrace, contract);
    }

    /** This value instead, from there. */
    Offer with(Allowance other, Source from) {
        return new Offer(other, from, null, grant, withheld, isGrace, contract);
    }

    /** This value instead, from where the one before came. */
    Offer valued(Allowance other) {
        return other.equals(value) ? this : with(other, source);
    }

    Offer withholding(@Nullable Allowance other) {
        return Objects.equals(other, withheld)
                ? this
                : new Offer(value, source, refusal, grant, other, isGrace, contract);
    }

    Offer inGrace() {
        return isGrace ? this : new Offer(value, source, refusal, grant, withheld, true, contract);
    }

    /** It stands by itself: no phase and no grace has a part in it. */
    Offer alone() {
        return new Offer(value, source, refusal, grant, withheld, false, null);
    }

    Offer refused(Reason why, Source by) {
        return new Offer(null, by, why, grant, value == null ? withheld : value, false, contract);
    }
}
