package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import java.math.BigDecimal;
import java.time.Period;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of Stripe's prices in our words. */
final class StripeCataloguePrice {
    /** Stripe counts these without decimals (docs.stripe.com/currencies). */
    private static final Set<String> WITHOUT_DECIMALS = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    /** These have none by ISO 4217, but Stripe counts two, for the sake of its older callers. */
    private static final Set<String> WITH_TWO_AT_STRIPE = Set.of("ISK", "UGX");

    private static final long LONGEST_INTERVAL = 1_000;

    private StripeCataloguePrice() {}

    static Price read(com.stripe.model.Price theirs) {
        String id = required(text(theirs.getId()), "a price's id");
        String currency =
                required(text(theirs.getCurrency()), "the currency of " + id).toUpperCase(Locale.ROOT);
        com.stripe.model.Price.Recurring recurring = theirs.getRecurring();
        return new Price(
                id,
                required(text(theirs.getProduct()), "the product of " + id),
                text(theirs.getLookupKey()),
                !Boolean.FALSE.equals(theirs.getActive()),
                StripeCatalogue.created(theirs.getCreated(), id),
                currency,
                amount(theirs, currency),
                exactAmount(theirs, currency),
                recurring == null ? null : every(recurring, id),
                recurring == null ? Charge.ONCE : charge(recurring),
                recurring == null ? null : text(recurring.getMeter()));
    }

    private static Charge charge(com.stripe.model.Price.Recurring recurring) {
        return "metered".equals(recurring.getUsageType()) ? Charge.METERED : Charge.LICENSED;
    }

    /** An interval that we do not know is no answer: a wrong term is worse than none. */
    private static Period every(com.stripe.model.Price.Recurring recurring, String id) {
        Long given = recurring.getIntervalCount();
        long count = given == null ? 1 : given;
        String interval = recurring.getInterval();
        if (interval == null || count < 1 || count > LONGEST_INTERVAL) {
            throw StripeAnswers.unreadable("Stripe gave an interval of " + id + " that is none");
        }
        return switch (interval) {
            case "day" -> Period.ofDays((int) count);
            case "week" -> Period.ofWeeks((int) count);
            case "month" -> Period.ofMonths((int) count);
            case "year" -> Period.ofYears((int) count);
            default -> throw StripeAnswers.unreadable("Stripe charges " + id + " every " + interval);
        };
    }

    /** Tiers, packages and free amounts have no price of one. */
    private static @Nullable Long amount(com.stripe.model.Price theirs, String currency) {
        Long amount = theirs.getUnitAmount();
        return amount == null || !isOfOne(theirs) || amount < 0 ? null : inMinorUnits(amount, currency);
    }

    /** Also where one costs a part of a minor unit; Stripe then leaves {@code unit_amount} empty. */
    private static @Nullable BigDecimal exactAmount(com.stripe.model.Price theirs, String currency) {
        BigDecimal amount = theirs.getUnitAmountDecimal();
        Integer shift = shiftToMinorUnits(currency);
        return amount == null || shift == null || !isOfOne(theirs) || amount.signum() < 0
                ? null
                : inShortestForm(amount.scaleByPowerOfTen(shift));
    }

    private static BigDecimal inShortestForm(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static boolean isOfOne(com.stripe.model.Price theirs) {
        return theirs.getTransformQuantity() == null
                && theirs.getCustomUnitAmount() == null
                && !"tiered".equals(theirs.getBillingScheme());
    }

    static @Nullable Long inMinorUnits(long amount, String currency) {
        Integer shift = shiftToMinorUnits(currency);
        if (shift == null) {
            return null;
        }
        try {
            return BigDecimal.valueOf(amount).scaleByPowerOfTen(shift).longValueExact();
        } catch (ArithmeticException notWhole) {
            return null;
        }
    }

    /** From Stripe's count of decimals to ISO 4217's; null for a currency that is none. */
    private static @Nullable Integer shiftToMinorUnits(String currency) {
        Integer digits = isoDigits(currency);
        if (digits == null) {
            return null;
        }
        int atStripe = WITHOUT_DECIMALS.contains(currency) ? 0 : WITH_TWO_AT_STRIPE.contains(currency) ? 2 : digits;
        return digits - atStripe;
    }

    private static @Nullable Integer isoDigits(String currency) {
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return digits < 0 ? null : digits;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
