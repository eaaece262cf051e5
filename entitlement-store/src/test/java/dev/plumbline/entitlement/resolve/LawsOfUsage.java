package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.Metered;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** L-7: after a downgrade below what is used nothing is deleted, new use is denied, and it is said how much is over. */
final class LawsOfUsage {
    static final Statement DOWNGRADE = new Statement(
            "L-7 downgrade below usage: never deletes, denies new use, says how much is over",
            false,
            LawsOfUsage::downgraded);

    private LawsOfUsage() {}

    /** What the customer had with every limit one higher, against what it has now; used is any number, before as after. */
    private static @Nullable String downgraded(Answers answers, Example example, SplittableRandom random) {
        var had = answers.resolve(Raised.of(example.model()), example.facts(), null)
                .features();
        var has = answers.resolve(example.model(), example.facts(), null).features();
        for (var key : has.keySet()) {
            var feature = Objects.requireNonNull(example.model().feature(key));
            for (var segment : Objects.requireNonNull(has.get(key))) {
                var at = Instants.inside(segment, random);
                var before = Instants.covering(Objects.requireNonNull(had.get(key)), at);
                var broken = feature instanceof Feature.Metered
                        ? downgraded(answers, feature, before, segment, at, random)
                        : null;
                if (broken != null) {
                    return broken;
                }
            }
        }
        return null;
    }

    private static @Nullable String downgraded(
            Answers answers, Feature feature, Segment before, Segment after, Instant at, SplittableRandom random) {
        var used = BigDecimal.valueOf(random.nextInt(14));
        var usage = new Usage(used, random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(14)));
        var request = random.nextBoolean() ? Request.PLAIN : new Request(BigDecimal.valueOf(random.nextInt(6)), null);
        var was = answers.deciding().decide(feature, before, usage, request, at);
        var is = answers.deciding().decide(feature, after, usage, request, at);
        var wrong = wrong(is, after, usage, request);
        if (wrong != null) {
            return wrong + ": " + is + " of " + after + " with " + usage + ", " + request;
        }
        if (Objects.requireNonNull(was.used()).compareTo(usage.used()) != 0) {
            return "What was used is not what it was: " + was + ", now " + is;
        }
        var isMoreOver = Objects.requireNonNull(is.overage()).compareTo(Objects.requireNonNull(was.overage())) >= 0;
        return isMoreOver || (after.outcome() instanceof Outcome.Granted && isLess(was, is))
                ? null
                : "Less is over than before: " + was + ", now " + is;
    }

    /** Of a lower limit less is carried over only if less was left. */
    private static boolean isLess(Decision was, Decision is) {
        return is.unlimited()
                || (was.limit() != null && is.limit() != null && is.limit().compareTo(was.limit()) > 0);
    }

    private static @Nullable String wrong(Decision is, Segment segment, Usage usage, Request request) {
        if (Objects.requireNonNull(is.used()).compareTo(usage.used()) != 0) {
            return "Usage is not what was used";
        }
        if (!(segment.outcome() instanceof Outcome.Granted granted && granted.allowance() instanceof Metered metered)) {
            return is.hasAccess() ? "Allowed without being granted" : null;
        }
        if (!(metered.limit() instanceof Limit.UpTo(var base))) {
            return is.hasAccess() && is.unlimited() ? null : "Unlimited and denied";
        }
        var limit = base.add(carried(metered, usage));
        var over = usage.used().subtract(limit);
        if (Objects.requireNonNull(is.overage()).compareTo(over.max(BigDecimal.ZERO)) != 0
                || Objects.requireNonNull(is.remaining())
                                .compareTo(over.negate().max(BigDecimal.ZERO))
                        != 0) {
            return "Over or left is said wrongly";
        }
        var wanted = request.requested() == null ? BigDecimal.ONE : request.requested();
        var isFull = over.signum() >= 0
                || (request.requested() != null && over.add(wanted).signum() > 0);
        return is.hasAccess() == (metered.onLimit() != OnLimit.BLOCK || !isFull) ? null : "New use is decided wrongly";
    }

    private static BigDecimal carried(Metered metered, Usage usage) {
        var left = usage.unusedBefore();
        return left == null || metered.rolloverMax() == null ? BigDecimal.ZERO : left.min(metered.rolloverMax());
    }
}
