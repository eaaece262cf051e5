package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customers with what a billing system said of them, as the writer path leaves them: not resolved yet. */
public final class BilledCustomers {
    public static final Instant BOUGHT = Instant.parse("2026-03-15T09:00:00Z");

    private final JdbcClient jdbc;

    public BilledCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One active subscription with an item for each price, five of each. */
    public void add(String key, @Nullable String country, String... prices) {
        var items = new ArrayList<Item>();
        for (String price : prices) {
            items.add(new Item("si_" + items.size(), BOUGHT, price, "key_of_" + price, "prod", 5L, BOUGHT, null));
        }
        add(key, country, List.of(subscription("sub_1", BillingStatus.ACTIVE, items)));
    }

    public static Subscription subscription(String id, BillingStatus status, List<Item> items) {
        return new Subscription(
                id,
                status,
                status.name().toLowerCase(Locale.ROOT),
                BOUGHT,
                BOUGHT,
                null,
                null,
                BOUGHT,
                "EUR",
                false,
                null,
                items);
    }

    public void add(String key, @Nullable String country, List<Subscription> subscriptions) {
        var subject = new SubjectRef("stripe", "default", "cus_" + key);
        jdbc.sql("insert into customer (key, country) values (:key, :country)")
                .param("key", key)
                .param("country", country, Types.VARCHAR)
                .update();
        jdbc.sql("""
                        insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                        values ('stripe', 'default', :subject, :key, 'a test')
                        """).param("subject", subject.id()).param("key", key).update();
        jdbc.sql("""
                        insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                        values ('stripe', 'default', :subject, :snapshot::jsonb, now())
                        """)
                .param("subject", subject.id())
                .param(
                        "snapshot",
                        StoredJson.write(new BillingSnapshot(subject, false, "Name of " + key, null, subscriptions)))
                .update();
    }

    /** Their stored answers are what they were: a hash over all of them. */
    public String answers() {
        return jdbc.sql(
                        "select coalesce(md5(string_agg(customer_key || timeline::text, '' order by customer_key)), '') from entitlement")
                .query(String.class)
                .single();
    }
}
