package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.StripeCollection;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.billing.MeterEventSummaryListParams;
import com.stripe.param.billing.MeterListParams;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.UsageMeters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe's billing meters. One question is one call: without a grouping a time has one summary. */
final class StripeMeters implements UsageMeters {
    private static final long MINUTE = 60;

    private final StripeClient stripe;
    private final StripeMode mode;

    StripeMeters(StripeClient stripe, boolean live) {
        this.stripe = stripe;
        this.mode = new StripeMode(live);
    }

    @Override
    public List<Meter> all() {
        var all = new ArrayList<Meter>();
        StripePages.each(
                last -> stripe.v1()
                        .billing()
                        .meters()
                        .list(MeterListParams.builder()
                                .setLimit(StripePages.SIZE)
                                .setStartingAfter(last)
                                .build()),
                page -> page.getData().forEach(meter -> {
                    mode.refuseOther(meter.getLivemode());
                    all.add(read(meter));
                }));
        return all;
    }

    private static Meter read(com.stripe.model.billing.Meter theirs) {
        String id = required(text(theirs.getId()), "a meter's id");
        return new Meter(
                id,
                required(text(theirs.getEventName()), "what " + id + " counts"),
                formula(required(theirs.getDefaultAggregation(), "how " + id + " counts")
                        .getFormula()),
                !"inactive".equals(theirs.getStatus()));
    }

    private static Formula formula(@Nullable String word) {
        return switch (word) {
            case "count" -> Formula.COUNT;
            case "sum" -> Formula.SUM;
            case "last" -> Formula.LAST;
            case null, default -> Formula.UNKNOWN;
        };
    }

    @Override
    public Optional<BigDecimal> total(String meter, ProviderCustomer customer, Instant from, Instant until) {
        MeterEventSummaryListParams params = MeterEventSummaryListParams.builder()
                .setCustomer(customer.id())
                .setStartTime(minute(from))
                .setEndTime(minute(until))
                .setLimit(StripePages.SIZE)
                .build();
        return StripeAnswers.ask(() -> {
            try {
                return Optional.of(
                        total(stripe.v1().billing().meters().eventSummaries().list(meter, params), meter));
            } catch (InvalidRequestException refused) {
                if ("resource_missing".equals(refused.getCode())) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    private static long minute(Instant time) {
        if (time.getEpochSecond() % MINUTE != 0 || time.getNano() != 0) {
            throw new IllegalArgumentException("Stripe's meters know whole minutes: " + time);
        }
        return time.getEpochSecond();
    }

    private BigDecimal total(StripeCollection<MeterEventSummary> list, String meter) {
        if (!"list".equals(list.getObject()) || list.getData() == null || !Boolean.FALSE.equals(list.getHasMore())) {
            throw StripeAnswers.unreadable("Stripe answered with something else than one summary of " + meter);
        }
        return switch (list.getData().size()) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> {
                MeterEventSummary summary = list.getData().getFirst();
                mode.refuseOther(summary.getLivemode());
                yield required(summary.getAggregatedValue(), "what " + meter + " counted");
            }
            default ->
                throw StripeAnswers.unreadable("Stripe answered with several summaries of " + meter + " for one time");
        };
    }
}
