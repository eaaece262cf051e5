package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.customers.CustomerSearch;
import dev.plumbline.entitlement.check.customers.CustomersWanted;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who has which plan version now: bound by a running subscription, or by a phase made by hand. It says what
 * {@code api.plan_ledger} says to readers outside, which our own role may not read.
 */
@Repository
public class PlanHolders {
    private static final String HOLDERS = """
            with holder as (
                select l.customer_key as customer, pin.item #>> '{binding,plan,key}' as plan,
                       (pin.item #>> '{binding,plan,version}')::int as version, 'billing' as source
                from customer_link l
                join billing_pin p using (provider, account, provider_customer)
                join billing_snapshot s using (provider, account, provider_customer)
                cross join lateral jsonb_array_elements(p.kept -> 'items') as pin (item)
                cross join lateral jsonb_array_elements(s.snapshot -> 'subscriptions') as said (subscription)
                where said.subscription ->> 'id' = pin.item ->> 'subscription'
                  and exists (select from jsonb_array_elements(said.subscription -> 'items') as billed (item)
                              where billed.item ->> 'id' = pin.item ->> 'item')
                  and pin.item #>> '{binding,kind}' = 'plan'
                  and coalesce((select standing.of #>> '{standing,status}'
                                from jsonb_array_elements(p.kept -> 'standings') as standing (of)
                                where standing.of ->> 'subscription' = pin.item ->> 'subscription'),
                               said.subscription ->> 'status')
                      in ('TRIALING', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED')
                  and (said.subscription ->> 'startedAt')::timestamptz <= now()
                  and coalesce((said.subscription ->> 'endsAt')::timestamptz, 'infinity') > now()
                union all
                select h.customer_key, h.plan, h.version, 'manual' from customer_phase h
                where h.valid_from <= now() and coalesce(least(h.valid_until, h.ended_at), 'infinity') > now()
            )
            """;

    /** Of some customers, so that it reads what is theirs by its keys. */
    static final String AMONG = HOLDERS + """
            select customer, min(source) as source from holder
            where plan = :plan and version = :version and customer = any(:keys)
            group by customer order by customer
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final CustomerSearch search;

    PlanHolders(JdbcClient jdbc, TransactionTemplate transactions, CustomerSearch search) {
        this.search = search;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Customers by {@code plan@version}. Empty when there are too many to count while somebody waits for a page. */
    public Optional<Map<String, Long>> counts() {
        try {
            return Optional.of(Objects.requireNonNull(transactions.execute(_ -> {
                jdbc.sql("set local statement_timeout = '5s'").update();
                var counts = new HashMap<String, Long>();
                jdbc.sql(HOLDERS + """
                                select plan, version, count(distinct customer) as customers from holder group by plan, version
                                """).query(row -> {
                    counts.put(row.getString("plan") + "@" + row.getInt("version"), row.getLong("customers"));
                });
                return counts;
            })));
        } catch (QueryTimeoutException tooMany) {
            return Optional.empty();
        }
    }

    /** @param source billing or manual */
    public record Holder(String customer, String source) {}

    /** In the order of customers. Of some pages a part was looked for in vain: they are shorter, and the cursor leads on. */
    public Page<Holder> of(String plan, int version, @Nullable String cursor, int limit) {
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        CustomerSearch.Stretch stretch = search.next(CustomersWanted.ofPlan(plan, version), after, limit);
        List<Holder> holders = jdbc.sql(AMONG)
                .param("plan", plan)
                .param("version", version)
                .param("keys", stretch.keys().stream().map(CustomerKey::value).toArray(String[]::new))
                .query((row, n) -> new Holder(row.getString("customer"), row.getString("source")))
                .list();
        String goOn = stretch.goOn();
        return new Page<>(holders, goOn == null ? null : Cursor.write(goOn));
    }
}
