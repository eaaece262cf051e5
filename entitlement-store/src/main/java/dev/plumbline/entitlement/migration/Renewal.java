package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** When the term of what somebody bought ends, by what the billing system says of its periods. */
final class Renewal {
    /** Beyond that a period that is told is a mistake. */
    private static final int MOST_TERMS = 10_000;

    private Renewal() {}

    /** Of several items the one that is paid for longest; empty when none tells, or the period told of is over. */
    static Optional<Instant> notBefore(Instant earliest, Collection<BillingSnapshot.Item> items, Instant now) {
        return items.stream()
                .filter(item -> item.periodEnd() != null && item.periodEnd().isAfter(now))
                .max(Comparator.comparing(BillingSnapshot.Item::periodEnd))
                .flatMap(item -> end(item, earliest));
    }

    /** The one told of, or the first after it that is late enough: a term of months comes back on its day of the month. */
    private static Optional<Instant> end(BillingSnapshot.Item item, Instant earliest) {
        Instant end = Objects.requireNonNull(item.periodEnd());
        Instant start = item.periodStart();
        if (!end.isBefore(earliest)) {
            return Optional.of(end);
        }
        if (start == null || !start.isBefore(end)) {
            return Optional.empty();
        }
        ZonedDateTime from = start.atZone(ZoneOffset.UTC);
        long months = Math.round(ChronoUnit.DAYS.between(start, end) / 30.4375);
        boolean byMonth = months > 0 && from.plusMonths(months).toInstant().equals(end);
        Duration length = Duration.between(start, end);
        for (int terms = 2; terms < MOST_TERMS; terms++) {
            Instant next =
                    byMonth ? from.plusMonths(months * terms).toInstant() : start.plus(length.multipliedBy(terms));
            if (!next.isBefore(earliest)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }
}
