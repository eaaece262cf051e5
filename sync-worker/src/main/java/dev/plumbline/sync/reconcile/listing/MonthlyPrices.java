package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Subscription;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an account asks a month for one of each of its prices, by its catalogue. */
final class MonthlyPrices {
    private static final BigDecimal DAYS = new BigDecimal("30.4375");

    private final Map<String, Value> byPrice;

    private MonthlyPrices(Map<String, Value> byPrice) {
        this.byPrice = byPrice;
    }

    /** In minor units, as exact as the provider says; unknown is a legal value, and never zero (03, list value). */
    record Value(
            @Nullable BigDecimal amount, @Nullable String currency) {
        static final Value UNKNOWN = new Value(null, null);
    }

    static MonthlyPrices of(JdbcClient jdbc, BillingAccount account) {
        var byPrice = new HashMap<String, Value>();
        jdbc.sql("""
                        select price, amount, currency, every_months, every_days from provider_price
                        where provider = :provider and account = :account and amount is not null
                          and coalesce(every_months, 0) + coalesce(every_days, 0) > 0
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .query(row -> {
                    BigDecimal months = BigDecimal.valueOf(row.getInt("every_months"))
                            .add(BigDecimal.valueOf(row.getInt("every_days")).divide(DAYS, MathContext.DECIMAL64));
                    byPrice.put(
                            row.getString("price"),
                            new Value(
                                    row.getBigDecimal("amount").divide(months, MathContext.DECIMAL64),
                                    row.getString("currency")));
                });
        return new MonthlyPrices(byPrice);
    }

    /** Unknown when one of its items is, or when they are of different currencies. */
    Value of(Subscription subscription) {
        BigDecimal sum = BigDecimal.ZERO;
        String currency = null;
        for (Subscription.Item item : subscription.items()) {
            Value one = byPrice.get(item.price());
            Long quantity = item.quantity();
            if (one == null || one.amount() == null || quantity == null) {
                return Value.UNKNOWN;
            }
            if (currency != null && !currency.equals(one.currency())) {
                return Value.UNKNOWN;
            }
            currency = one.currency();
            sum = sum.add(one.amount().multiply(BigDecimal.valueOf(quantity)));
        }
        return currency == null
                ? Value.UNKNOWN
                : new Value(sum.setScale(4, java.math.RoundingMode.HALF_UP).stripTrailingZeros(), currency);
    }
}
