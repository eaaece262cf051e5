package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.sync.reconcile.finding.ListPrices;
import dev.plumbline.sync.reconcile.finding.ListWorth;
import dev.plumbline.sync.reconcile.finding.Worth;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What subscriptions of an account are worth a month by list prices: as breaks are valued, so that the figures of both tie. */
final class MonthlyPrices {
    private final SubjectRef anybody;
    private final ListWorth worth;

    private MonthlyPrices(BillingAccount account, ListWorth worth) {
        this.anybody = new SubjectRef(account.provider().key(), account.name(), "");
        this.worth = worth;
    }

    /** In minor units, as exact as the provider says; unknown is a legal value, and never zero (03, list value). */
    record Value(@Nullable BigDecimal amount, @Nullable String currency) {
        static final Value UNKNOWN = new Value(null, null);
    }

    /** @param model its mappings may name list prices; empty when nothing was published */
    static MonthlyPrices of(JdbcClient jdbc, BillingAccount account, Optional<ModelRevision> model) {
        String provider = account.provider().key();
        var asked = new HashMap<PriceRef, ListPrice>();
        var lookupKeys = new HashMap<PriceRef, String>();
        jdbc.sql("""
                        select price, p.amount, p.currency, coalesce(p.every_months, 0) as months,
                               coalesce(p.every_days, 0) as days, coalesce(b.lookup_key, p.lookup_key) as lookup_key
                        from provider_price p left join billing_price b using (provider, account, price)
                        where provider = :provider and account = :account
                        """)
                .param("provider", provider)
                .param("account", account.name())
                .query(row -> {
                    var price = new PriceRef(provider, account.name(), row.getString("price"));
                    Period every = Period.of(0, row.getInt("months"), row.getInt("days"));
                    if (row.getBigDecimal("amount") != null && !every.isZero()) {
                        asked.put(price, new ListPrice(row.getBigDecimal("amount"), row.getString("currency"), every));
                    }
                    if (row.getString("lookup_key") != null) {
                        lookupKeys.put(price, row.getString("lookup_key"));
                    }
                });
        return new MonthlyPrices(
                account,
                new ListWorth(new ListPrices(model.map(ModelRevision::model).orElse(null), lookupKeys, asked)));
    }

    /** Unknown when one of its items is, or when they are of different currencies. */
    Value of(Subscription subscription) {
        Worth all = worth.of(
                anybody, subscription.items().stream().map(MonthlyPrices::item).toList());
        return all instanceof Worth.Known(BigDecimal perMonth, String currency)
                ? new Value(perMonth.stripTrailingZeros(), currency)
                : Value.UNKNOWN;
    }

    private static BillingSnapshot.Item item(Subscription.Item item) {
        return new BillingSnapshot.Item(
                item.id(), Instant.EPOCH, item.price(), item.lookupKey(), item.product(), item.quantity(), null, null);
    }
}
