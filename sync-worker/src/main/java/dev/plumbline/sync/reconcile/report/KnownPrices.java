package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.sync.reconcile.finding.Articles;
import dev.plumbline.sync.reconcile.finding.ListPrices;
import dev.plumbline.sync.reconcile.finding.ListWorth;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is known of prices: what they were called when they were first seen, and what is asked for them. */
@Repository
class KnownPrices {
    private final JdbcClient jdbc;
    private final ProviderPrices asked;

    KnownPrices(JdbcClient jdbc, ProviderPrices asked) {
        this.jdbc = jdbc;
        this.asked = asked;
    }

    /** Of the prices of some snapshots. */
    record Of(Articles articles, ListWorth worth) {}

    Of of(Collection<BillingSnapshot> snapshots, Model model) {
        Set<PriceRef> prices = new HashSet<>();
        snapshots.forEach(snapshot -> snapshot.subscriptions().stream()
                .flatMap(one -> Stream.concat(
                        one.items().stream(), one.ahead().stream().flatMap(phase -> phase.items().stream())))
                .forEach(item -> prices.add(PriceRef.of(snapshot.subject(), item))));
        Map<PriceRef, String> lookupKeys = lookupKeys(prices);
        return new Of(
                new Articles(model, lookupKeys), new ListWorth(new ListPrices(model, lookupKeys, asked.of(prices))));
    }

    private Map<PriceRef, String> lookupKeys(Set<PriceRef> prices) {
        var keys = new HashMap<PriceRef, String>();
        jdbc.sql("""
                        select provider, account, price, b.lookup_key
                        from unnest(:providers::text[], :accounts::text[], :prices::text[])
                            as wanted (provider, account, price)
                        join billing_price b using (provider, account, price)
                        """)
                .param("providers", prices.stream().map(PriceRef::provider).toArray(String[]::new))
                .param("accounts", prices.stream().map(PriceRef::account).toArray(String[]::new))
                .param("prices", prices.stream().map(PriceRef::price).toArray(String[]::new))
                .query(row -> {
                    keys.put(
                            new PriceRef(row.getString("provider"), row.getString("account"), row.getString("price")),
                            row.getString("lookup_key"));
                });
        return keys;
    }
}
