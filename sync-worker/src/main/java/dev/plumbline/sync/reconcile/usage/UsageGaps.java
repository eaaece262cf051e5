package dev.plumbline.sync.reconcile.usage;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.Evidence;
import dev.plumbline.sync.reconcile.finding.Found;
import dev.plumbline.sync.reconcile.finding.Worth;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a difference between two counts is: what was used and not reported is not billed; what was billed and not used harms the
 * customer. The money is what the difference costs.
 */
final class UsageGaps {
    /** A count of more digits than this is no count of anything that has a price. */
    private static final int MOST_DIGITS = 17;

    private final Model model;
    private final Instant at;

    UsageGaps(Model model, Instant at) {
        this.model = model;
        this.at = at;
    }

    Found of(UsageRow.Counted counted) {
        UsageRow row = counted.row();
        BigDecimal there = Objects.requireNonNull(counted.there(), "Nothing is said of what nobody counted there");
        BigDecimal difference = counted.here().subtract(there);
        boolean unbilled = difference.signum() > 0;
        return new Found(
                BreakType.USAGE_GAP,
                unbilled ? Side.LEAKAGE : Side.CUSTOMER_HARM,
                row.fingerprint(),
                row.customer(),
                row.providerCustomer(),
                "From %s until %s %s counted %s here and %s there: %s %s"
                        .formatted(
                                row.from(),
                                row.until(),
                                row.ourMeter(),
                                plain(counted.here()),
                                plain(there),
                                plain(difference.abs()),
                                unbilled ? "were used and not reported" : "were reported and not used"),
                money(row, difference),
                false,
                null,
                new Evidence(
                        "billing.meter " + row.meter() + " of " + row.providerCustomer(),
                        null,
                        List.of(),
                        feature(row.ourMeter()),
                        at,
                        null,
                        null,
                        new Evidence.Counts(
                                row.ourMeter(),
                                row.from(),
                                row.until(),
                                stripped(counted.here()),
                                stripped(there),
                                stripped(difference))));
    }

    private static AtRisk money(UsageRow row, BigDecimal difference) {
        if (row.unitAmount() == null || row.currency() == null) {
            return new AtRisk.Unknown();
        }
        BigDecimal worth = difference.multiply(row.unitAmount());
        return worth.precision() - worth.scale() > MOST_DIGITS
                ? new AtRisk.Unknown()
                : AtRisk.of(new Worth.Known(worth, row.currency()));
    }

    /** One whose check tells how much was used of it. */
    private @Nullable String feature(String meter) {
        return model.features().values().stream()
                .filter(feature -> feature instanceof Feature.Metered metered
                        && metered.meter() != null
                        && metered.meter().key().equals(meter))
                .map(feature -> feature.key().value())
                .findFirst()
                .orElse(null);
    }

    private static String plain(BigDecimal number) {
        return stripped(number).toPlainString();
    }

    private static BigDecimal stripped(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
