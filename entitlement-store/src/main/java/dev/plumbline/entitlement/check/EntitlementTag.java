package dev.plumbline.entitlement.check;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ETag of all that a customer may use: its version, and where that does not say it all, what else the answer hangs on.
 * A version stays while time passes over a boundary it knows of, so the newest boundary passed since is part of the tag.
 */
final class EntitlementTag {
    private EntitlementTag() {}

    /** @param now whether the answer is of now by the real clock, which only goes forward */
    static String of(Answer answer, List<CheckAnswer> checks, Instant at, boolean now) {
        Instant since = since(answer, checks, at);
        var tag = new StringBuilder().append(answer.version());
        if (!now || since.isAfter(answer.recorded())) {
            tag.append('-').append(since.equals(Instant.MIN) ? 0 : since.toEpochMilli());
        }
        BigDecimal used = checks.stream()
                .flatMap(check -> Stream.ofNullable(check.used()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (used.signum() != 0) {
            tag.append("-u").append(used.stripTrailingZeros().toPlainString());
        }
        return "W/\"" + tag + "\"";
    }

    private static Instant since(Answer answer, List<CheckAnswer> checks, Instant at) {
        Stream<Instant> segments =
                answer.features().values().stream().map(offer -> offer.at(at).from());
        Stream<Instant> windows = checks.stream()
                .filter(check -> check.resetsAt() != null) // a rolling window never starts anew
                .flatMap(check -> Stream.ofNullable(check.windowStart()));
        return Stream.concat(segments, windows)
                .filter(instant -> !instant.isAfter(at))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }
}
