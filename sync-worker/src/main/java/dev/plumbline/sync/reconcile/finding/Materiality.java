package dev.plumbline.sync.reconcile.finding;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/**
 * From what amount a month on a break is worth a person's time (finance practice): an amount of each currency, or a share of what
 * the account bills in it, whichever is less. Nothing is converted.
 *
 * @param minor by currency, in minor units
 * @param usual of every other currency, in whole units
 * @param percent of what is billed a month in the currency
 * @param billed a month, by currency, in minor units
 */
public record Materiality(Map<String, Long> minor, long usual, BigDecimal percent, Map<String, Long> billed) {
    public Materiality {
        minor = Map.copyOf(minor);
        billed = Map.copyOf(billed);
    }

    public boolean isMaterial(AtRisk money) {
        return money instanceof AtRisk.Known(long amount, String currency) && amount >= of(currency);
    }

    /** In minor units, at least 1. */
    public long of(String currency) {
        long absolute = minor.containsKey(currency) ? minor.get(currency) : usual * minorUnits(currency);
        Long all = billed.get(currency);
        if (all == null || all <= 0) {
            return Math.max(1, absolute);
        }
        long share = BigDecimal.valueOf(all)
                .multiply(percent)
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.UP)
                .longValueExact();
        return Math.max(1, Math.min(absolute, share));
    }

    /** Of every currency that is billed or configured. */
    public Map<String, Long> all() {
        var all = new TreeMap<String, Long>();
        minor.keySet().forEach(currency -> all.put(currency, of(currency)));
        billed.keySet().forEach(currency -> all.put(currency, of(currency)));
        return all;
    }

    /** How many minor units make one of a currency, by ISO 4217; 100 for one that it does not know. */
    public static long minorUnits(String currency) {
        return Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(currency))
                .mapToLong(one -> (long) Math.pow(10, Math.max(0, one.getDefaultFractionDigits())))
                .findFirst()
                .orElse(100);
    }
}
