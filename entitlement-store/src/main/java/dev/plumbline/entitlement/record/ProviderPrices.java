package dev.plumbline.entitlement.record;

import static dev.plumbline.entitlement.record.LedgerRows.column;

import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What billing systems ask for their prices: a list value where the catalog file says none (03, list value). */
@Repository
public class ProviderPrices {
    private final JdbcClient jdbc;

    ProviderPrices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All that an account sells, in one statement. A price it does not list any more stays as it was last seen. */
    public void keep(String provider, String account, List<ProviderPrice> prices) {
        jdbc.sql("""
                        insert into provider_price (provider, account, price, product, lookup_key, active, amount, currency,
                                                    every_months, every_days, meter)
                        select :provider, :account, price, product, lookup_key, active::boolean, amount::numeric, currency,
                               months::int, days::int, meter
                        from unnest(:prices::text[], :products::text[], :lookupKeys::text[], :active::text[],
                                    :amounts::text[], :currencies::text[], :months::text[], :days::text[], :meters::text[])
                            as listed (price, product, lookup_key, active, amount, currency, months, days, meter)
                        order by price
                        on conflict (provider, account, price) do update
                            set product = excluded.product, lookup_key = excluded.lookup_key, active = excluded.active,
                                amount = excluded.amount, currency = excluded.currency,
                                every_months = excluded.every_months, every_days = excluded.every_days,
                                meter = excluded.meter,
                                seen_at = excluded.seen_at
                        """)
                .param("provider", provider)
                .param("account", account)
                .param("prices", column(prices, ProviderPrice::id))
                .param("products", column(prices, ProviderPrice::product))
                .param("lookupKeys", column(prices, ProviderPrice::lookupKey))
                .param("active", column(prices, price -> Boolean.toString(price.active())))
                .param(
                        "amounts",
                        column(
                                prices,
                                price -> price.amount() == null
                                        ? null
                                        : price.amount().toPlainString()))
                .param("currencies", column(prices, ProviderPrice::currency))
                .param("months", column(prices, price -> months(price.every())))
                .param("days", column(prices, price -> days(price.every())))
                .param("meters", column(prices, ProviderPrice::meter))
                .update();
    }

    private static @Nullable String months(@Nullable Period every) {
        return every == null ? null : Long.toString(every.toTotalMonths());
    }

    private static @Nullable String days(@Nullable Period every) {
        return every == null ? null : Long.toString(every.get(ChronoUnit.DAYS));
    }

    /** What is asked for these, sold or not; one that has no amount of one, or is paid once, is left out. */
    public Map<PriceRef, ListPrice> of(Collection<PriceRef> prices) {
        var known = new HashMap<PriceRef, ListPrice>();
        if (prices.isEmpty()) {
            return known;
        }
        jdbc.sql("""
                        select p.provider, p.account, p.price, p.amount, p.currency, p.every_months, p.every_days
                        from unnest(:providers::text[], :accounts::text[], :prices::text[])
                            as asked (provider, account, price)
                        join provider_price p using (provider, account, price)
                        where p.amount is not null and p.every_months + p.every_days > 0
                        """)
                .param("providers", column(prices, PriceRef::provider))
                .param("accounts", column(prices, PriceRef::account))
                .param("prices", column(prices, PriceRef::price))
                .query(row -> {
                    known.put(
                            new PriceRef(row.getString("provider"), row.getString("account"), row.getString("price")),
                            listPrice(row));
                });
        return known;
    }

    /**
     * The model with what is asked where the file names no list price. Of a mapping by lookup key or by product several prices
     * may be on sale: when they differ none of them is taken, for which it would be is a guess.
     */
    public Model priced(Model model) {
        var asked = asked(model);
        return asked.isEmpty() ? model : Pricing.fill(model, asked);
    }

    private Map<Pricing.Name, ListPrice> asked(Model model) {
        List<Pricing.Name> names = Pricing.unpriced(model);
        var asked = new HashMap<Pricing.Name, ListPrice>();
        if (names.isEmpty()) {
            return asked;
        }
        jdbc.sql("""
                        select n.provider, n.how, n.ref, min(p.amount) as amount, min(p.currency) as currency,
                               min(p.every_months) as every_months, min(p.every_days) as every_days
                        from unnest(:providers::text[], :how::text[], :refs::text[]) as n (provider, how, ref)
                        join provider_price p
                          on p.provider = n.provider
                         and case n.how when 'PRICE' then p.price = n.ref
                                       when 'LOOKUP_KEY' then p.lookup_key = n.ref
                                       else p.product = n.ref and p.active end
                        where p.amount is not null and p.every_months + p.every_days > 0
                        group by n.provider, n.how, n.ref
                        having count(distinct (p.amount, p.currency, p.every_months, p.every_days)) = 1
                        """)
                .param("providers", column(names, Pricing.Name::provider))
                .param("how", column(names, name -> name.by().name()))
                .param("refs", column(names, Pricing.Name::ref))
                .query(row -> {
                    asked.put(
                            new Pricing.Name(
                                    row.getString("provider"), By.valueOf(row.getString("how")), row.getString("ref")),
                            listPrice(row));
                });
        return asked;
    }

    static ListPrice listPrice(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("amount");
        return new ListPrice(
                amount, row.getString("currency"), Period.of(0, row.getInt("every_months"), row.getInt("every_days")));
    }
}
