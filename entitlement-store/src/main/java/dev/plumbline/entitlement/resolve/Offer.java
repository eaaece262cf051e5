package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Source.Kind;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands of one feature between two layers. It names no customer, so that one offer may serve all who are offered the
 * same.
 *
 * @param outcome what would be answered if no layer came after; when it is withheld, its source is what would have given it
 * @param phase of the contract that it comes of, also when that gives nothing; null when none has a part in it
 * @param grant what the value was made from, while variations may still change its fields
 * @param withheld what the billing policy took away
 * @param isGrace the value is there only because a grace has not run out
 */
record Offer(
        Outcome outcome,
        Segment.@Nullable Phase phase,
        @Nullable Grant grant,
        @Nullable Allowance withheld,
        boolean isGrace) {

    static Offer nothing(Source source, Reason refusal, Segment.@Nullable Phase phase) {
        return new Offer(new Outcome.Denied(refusal, source), phase, null, null, false);
    }

    static Offer of(Allowance value, Source source) {
        return new Offer(granted(value, source), null, null, null, false);
    }

    private static Outcome granted(Allowance value, Source source) {
        return new Outcome.Granted(value, source, source.kind().reason());
    }

    /** Null for nothing. */
    @Nullable
    Allowance value() {
        return outcome instanceof Outcome.Granted granted ? granted.allowance() : null;
    }

    /** Why there is nothing; null when there is something. */
    @Nullable
    Reason refusal() {
        return outcome instanceof Outcome.Denied denied ? denied.reason() : null;
    }

    Source source() {
        return outcome.source();
    }

    /** The same, in this phase. */
    Offer in(Segment.@Nullable Phase other) {
        return new Offer(outcome, other, grant, withheld, isGrace);
    }

    /** What a line's grant comes to. Null takes away: a variation may switch off. */
    Offer made(Grant from, @Nullable Allowance other, Source by) {
        if (Objects.equals(other, value())) {
            return new Offer(outcome, phase, from, withheld, isGrace);
        }
        var made = other == null ? new Outcome.Denied(Reason.NOT_IN_PLAN, by) : granted(other, by);
        return new Offer(made, phase, from, withheld, isGrace);
    }

    /** This value instead, from there. */
    Offer with(Allowance other, Source from) {
        return new Offer(granted(other, from), phase, grant, withheld, isGrace);
    }

    /** This value instead, from where the one before came. */
    Offer valued(Allowance other) {
        return other.equals(value()) ? this : with(other, source());
    }

    /** With its billing windows counted from there. */
    @SuppressWarnings("ReferenceEquality") // the same one comes back when there is nothing to count from
    Offer countedFrom(Instant anchor) {
        var has = value();
        var counted = Allowances.countedFrom(anchor, has);
        return counted == null || counted == has ? this : with(counted, source());
    }

    Offer withholding(@Nullable Allowance other) {
        return Objects.equals(other, withheld) ? this : new Offer(outcome, phase, grant, other, isGrace);
    }

    Offer inGrace() {
        return isGrace ? this : new Offer(outcome, phase, grant, withheld, true);
    }

    Offer refused(Reason why, Source by) {
        var has = value();
        return new Offer(new Outcome.Denied(why, by), phase, grant, has == null ? withheld : has, false);
    }

    /** What the layers came to. Inside a grace the grace is what gives it, unless a person decided otherwise. */
    Offer answered() {
        if (!isGrace || !(outcome instanceof Outcome.Granted granted) || source().kind() == Kind.OVERRIDE) {
            return this;
        }
        var grace = new Source(Kind.GRACE, source().ref());
        return new Offer(new Outcome.Granted(granted.allowance(), grace, Reason.GRACE), phase, grant, withheld, true);
    }

    /** Whether a segment may go on from the other to this one. */
    boolean answersLike(Offer other) {
        return (phase == other.phase || outcome instanceof Outcome.Denied) && outcome.equals(other.outcome);
    }

    Segment segment(Instant from, Instant until) {
        return new Segment(from, until, outcome, outcome instanceof Outcome.Granted ? phase : null);
    }
}
