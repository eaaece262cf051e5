package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.upgrade.Exchange;
import dev.plumbline.entitlement.upgrade.Having;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.entitlement.upgrade.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has, and what it would have on a plan version instead of its plans; all features in one page.
 *
 * @param plan such as {@code team@2}
 * @param onSale whether it can be bought now; it is compared in any case
 * @param listPricePerMonth of as many as are billed now; null when it is not known
 */
public record ComparisonAnswer(
        String customer,
        String plan,
        String name,
        @Nullable String term,
        boolean onSale,
        long version,
        Instant asOf,
        @Nullable MonthlyPrice listPricePerMonth,
        List<Line> data,
        @Nullable String nextCursor) {
    /** @param value in words: {@code 400 a month} */
    public record Side(boolean hasAccess, String value, Reason reason, CheckAnswer.From source) {
        static Side of(Having having) {
            return new Side(
                    having.hasAccess(),
                    Wording.value(having.hasAccess() ? having.allowance() : null),
                    having.decision().reason(),
                    CheckAnswer.From.of(having.decision().source()));
        }
    }

    /** @param change gained, more, other, same, less or lost */
    public record Line(String feature, String name, String type, Side now, Side then, String change) {
        static Line of(Exchange.Line line) {
            return new Line(
                    line.feature().key().value(),
                    line.feature().name(),
                    line.feature().type(),
                    Side.of(line.now()),
                    Side.of(line.then()),
                    line.change().name().toLowerCase(Locale.ROOT));
        }
    }

    static ComparisonAnswer of(
            Answer answer, Plan plan, PlanVersion version, @Nullable String term, Instant at, Exchange exchange) {
        return new ComparisonAnswer(
                answer.customer().value(),
                version.ref(),
                plan.name(),
                term,
                version.sellable().covers(at) && !version.mappings().isEmpty(),
                answer.version(),
                at,
                exchange.listPrice(),
                exchange.lines().stream().map(Line::of).toList(),
                null);
    }
}
