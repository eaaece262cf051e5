package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whose price nobody mapped when it was fetched, while by what the account sells now there is a mapping for it: they are
 * fetched again. Read from the open breaks, which are few and made to be closed.
 */
@Repository
class MappedByNow {
    private static final int AT_ONCE = 500;

    private static final String MARK = """
            with item as (
                select split_part(ref, '/', 3) as subject, split_part(ref, '/', 5) as id
                from (select substr(fingerprint, length('UNMAPPED_PRICE:' || customer_key || ':') + 1) as ref from break
                      where type = 'UNMAPPED_PRICE' and resolved_at is null and customer_key is not null) unmapped
                where split_part(ref, '/', 1) = :provider and split_part(ref, '/', 2) = :account
                  and split_part(ref, '/', 3) > :after
            ), due as (
                select distinct item.subject as id from item
                join billing_snapshot s on s.provider = :provider and s.account = :account
                                       and s.provider_customer = item.subject
                cross join lateral jsonb_array_elements(s.snapshot -> 'subscriptions') as subscription
                cross join lateral jsonb_array_elements(subscription -> 'items') as billed
                join provider_price p on p.provider = :provider and p.account = :account
                                     and p.price = billed ->> 'price'
                where billed ->> 'id' = item.id
                  and (p.price = any(:prices) or p.lookup_key = any(:lookupKeys) or p.product = any(:products))
                order by item.subject limit :atOnce
            )
            insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
            select :provider, :account, 'customer', id, nextval('subject_dirty_seq'), 'catalogue', clock_timestamp()
            from due order by id
            on conflict (provider, account, kind, id) do update
                set dirty_seq = greatest(s.dirty_seq, excluded.dirty_seq),
                    due_at = case when s.dirty_seq is not null and s.attempts > 0 then s.due_at else excluded.due_at end,
                    dirty_cause = case when s.dirty_seq is not null and s.dirty_cause <> 'settle' then s.dirty_cause
                                       else excluded.dirty_cause end
            returning id
            """;

    private final JdbcClient jdbc;
    private final Models models;

    MappedByNow(JdbcClient jdbc, Models models) {
        this.jdbc = jdbc;
        this.models = models;
    }

    /** True when it marked anybody. A batch is a transaction. */
    boolean mark(BillingAccount account) {
        Model model = models.newest().map(ModelRevision::model).orElse(null);
        boolean any = false;
        for (String after = model == null ? null : ""; after != null; ) {
            after = markAfter(account, Objects.requireNonNull(model), after);
            any |= after != null;
        }
        return any;
    }

    /** The last it marked; null when there was none left. */
    private @Nullable String markAfter(BillingAccount account, Model model, String after) {
        String provider = account.provider().key();
        return jdbc
                .sql(MARK)
                .param("provider", provider)
                .param("account", account.name())
                .param("after", after)
                .param("prices", refs(model, provider, By.PRICE))
                .param("lookupKeys", refs(model, provider, By.LOOKUP_KEY))
                .param("products", refs(model, provider, By.PRODUCT))
                .param("atOnce", AT_ONCE)
                .query(String.class)
                .list()
                .stream()
                .max(String::compareTo)
                .orElse(null);
    }

    private static String[] refs(Model model, String provider, By by) {
        return Stream.concat(
                        model.plans().values().stream()
                                .flatMap(plan -> plan.versions().stream())
                                .map(version -> version.mappings()),
                        model.addOns().values().stream()
                                .flatMap(addOn -> addOn.versions().stream())
                                .map(version -> version.mappings()))
                .flatMap(Collection::stream)
                .filter(mapping -> mapping.provider().equals(provider) && mapping.by() == by)
                .map(Mapping::ref)
                .distinct()
                .toArray(String[]::new);
    }
}
