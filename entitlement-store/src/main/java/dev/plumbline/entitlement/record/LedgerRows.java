package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How answers, pins and findings are written: for one customer as for hundreds, in the same statements. Rows that others may
 * insert at the same moment are taken in the order of their keys.
 */
@Repository
class LedgerRows {
    /** What resolving a customer may find, and so may close; other breaks are others' to close. */
    static final String[] FOUND = Stream.concat(
                    Arrays.stream(Finding.Type.values()).map(Enum::name), Stream.of("QUARANTINED"))
            .toArray(String[]::new);

    private final JdbcClient jdbc;

    LedgerRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The answer in force stands, also with what it was made with now. */
    record Confirmation(CustomerKey customer, Resolution resolution, Ledger.Made made) {}

    void keep(Collection<Kept> kept) {
        var pins = new TreeMap<SubjectRef, SubjectPins>();
        var lookupKeys = new TreeMap<PriceRef, String>(SubjectPins.BY_PRICE);
        for (Kept ofOne : kept) {
            pins.putAll(SubjectPins.of(ofOne));
            ofOne.lookupKeys().forEach(lookupKeys::putIfAbsent);
        }
        keepPins(pins);
        keepLookupKeys(lookupKeys);
    }

    private void keepPins(Map<SubjectRef, SubjectPins> pins) {
        if (pins.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into billing_pin (provider, account, provider_customer, kept)
                        select provider, account, subject, kept::jsonb
                        from unnest(:providers::text[], :accounts::text[], :subjects::text[], :kept::text[])
                            as pin (provider, account, subject, kept)
                        on conflict (provider, account, provider_customer) do update set kept = excluded.kept
                        """)
                .param("providers", column(pins.keySet(), SubjectRef::provider))
                .param("accounts", column(pins.keySet(), SubjectRef::account))
                .param("subjects", column(pins.keySet(), SubjectRef::id))
                .param("kept", column(pins.values(), StoredJson::write))
                .update();
    }

    /** In the order of their keys: two that bring the same new prices must not wait for each other. */
    private void keepLookupKeys(Map<PriceRef, String> lookupKeys) {
        if (lookupKeys.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into billing_price (provider, account, price, lookup_key)
                        select provider, account, price, lookup_key
                        from unnest(:providers::text[], :accounts::text[], :prices::text[], :lookupKeys::text[])
                            as seen (provider, account, price, lookup_key)
                        on conflict (provider, account, price) do nothing
                        """)
                .param("providers", column(lookupKeys.keySet(), PriceRef::provider))
                .param("accounts", column(lookupKeys.keySet(), PriceRef::account))
                .param("prices", column(lookupKeys.keySet(), PriceRef::price))
                .param("lookupKeys", column(lookupKeys.values(), key -> key))
                .update();
    }

    /** Opens what was found and closes what is not found any more, of each of these customers. */
    void report(Map<CustomerKey, List<Finding>> found) {
        if (found.isEmpty()) {
            return;
        }
        var open = new LinkedHashMap<String, Break>();
        found.forEach((customer, findings) -> findings.forEach(finding -> {
            var fingerprint = finding.type() + ":" + customer + ":" + finding.ref();
            open.put(
                    fingerprint,
                    new Break(fingerprint, finding.type().name(), customer.value(), finding.detail(), finding.money()));
        }));
        open(open.values());
        jdbc.sql("""
                        update break set resolved_at = clock_timestamp()
                        where customer_key = any(:customers) and resolved_at is null and type = any(:found)
                          and fingerprint <> all(:open)
                        """)
                .param("customers", column(found.keySet(), CustomerKey::value))
                .param("found", FOUND)
                .param("open", open.keySet().toArray(String[]::new))
                .update();
    }

    private record Break(
            String fingerprint, String type, String customer, String detail, Finding.@Nullable Money money) {
        @Nullable
        Long amount() {
            return money == null ? null : money.amount();
        }

        @Nullable
        String currency() {
            return money == null ? null : money.currency();
        }
    }

    private void open(Collection<Break> breaks) {
        if (breaks.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into break (type, fingerprint, customer_key, detail, amount, currency)
                        select type, fingerprint, customer, detail, amount, currency
                        from unnest(:types::text[], :fingerprints::text[], :customers::text[], :details::text[],
                                    :amounts::bigint[], :currencies::text[])
                            as found (type, fingerprint, customer, detail, amount, currency)
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail,
                                amount = excluded.amount, currency = excluded.currency,
                                opened_at = case when break.resolved_at is null then break.opened_at
                                                 else clock_timestamp() end
                        """)
                .param("types", column(breaks, Break::type))
                .param("fingerprints", column(breaks, Break::fingerprint))
                .param("customers", column(breaks, Break::customer))
                .param("details", column(breaks, Break::detail))
                .param("amounts", breaks.stream().map(Break::amount).toArray(Long[]::new))
                .param("currencies", column(breaks, Break::currency))
                .update();
    }

    /** A new version of each: history, the answer in force, audit and outbox. */
    void write(Collection<Ledger.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var columns = new EntryColumns(entries);
        jdbc.sql("""
                        with entry as (
                            select t.customer, t.version, t.as_of, t.revision, t.resolver, t.timeline::jsonb as timeline,
                                   t.facts::jsonb as facts, t.stages::jsonb as stages, t.later_facts::jsonb as later_facts,
                                   t.settled_at, t.turns_at, t.cause::jsonb as cause, decode(t.hash, 'hex') as hash,
                                   t.name, t.country, t.actor, t.reason,
                                   greatest(clock_timestamp(), e.recorded + interval '1 microsecond') as recorded
                            from unnest(:customers::text[], :versions::bigint[], :asOf::timestamptz[], :revisions::bigint[],
                                        :resolvers::int[], :timelines::text[], :facts::text[], :stages::text[],
                                        :laterFacts::text[], :settledAt::timestamptz[], :turnsAt::timestamptz[], :causes::text[], :hashes::text[],
                                        :names::text[], :countries::text[], :actors::text[], :reasons::text[])
                                as t (customer, version, as_of, revision, resolver, timeline, facts, stages, later_facts,
                                      settled_at, turns_at, cause, hash, name, country, actor, reason)
                            left join entitlement e on e.customer_key = t.customer
                        ), history as (
                            insert into entitlement_history
                                (customer_key, version, recorded, as_of, model_revision, resolver, timeline, facts,
                                 stages, later_facts, cause)
                            select customer, version, recorded, as_of, revision, resolver, timeline, facts,
                                   stages, later_facts, cause
                            from entry
                        ), in_force as (
                            insert into entitlement
                                (customer_key, version, recorded, as_of, model_revision, content_hash, timeline, stages,
                                 turns_at)
                            select customer, version, recorded, as_of, revision, hash, timeline, stages, turns_at from entry
                            on conflict (customer_key) do update
                                set version = excluded.version, recorded = excluded.recorded,
                                    as_of = excluded.as_of, model_revision = excluded.model_revision,
                                    content_hash = excluded.content_hash, timeline = excluded.timeline,
                                    stages = excluded.stages, turns_at = excluded.turns_at
                        ), resolved as (
                            update customer c
                            set version = entry.version, resolved_revision = entry.revision, resolver = entry.resolver,
                                billing_name = entry.name, billing_country = entry.country,
                                resolve_again_at = entry.settled_at
                            from entry where c.key = entry.customer
                        ), audited as (
                            insert into audit (recorded, actor, action, object_kind, object_ref, customer_key, reason,
                                               before, after, cause)
                            select recorded, actor, 'entitlements.resolved', 'customer', customer, customer, reason,
                                   jsonb_build_object('version', version - 1),
                                   jsonb_build_object('version', version, 'model', revision), cause
                            from entry
                        )
                        insert into outbox (kind, customer_key, version, payload)
                        select 'entitlement.changed', customer, version,
                               jsonb_build_object('customer', customer, 'version', version)
                        from entry
                        """).params(columns.byName()).update();
    }

    void confirm(Collection<Confirmation> confirmed) {
        if (confirmed.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update customer c
                        set resolved_revision = same.revision, resolver = same.resolver, billing_name = same.name,
                            resolve_again_at = same.settled_at
                        from unnest(:customers::text[], :revisions::bigint[], :resolvers::int[], :names::text[],
                                    :settledAt::timestamptz[])
                            as same (customer, revision, resolver, name, settled_at)
                        where c.key = same.customer
                          and (c.resolved_revision, c.resolver, c.billing_name, c.resolve_again_at)
                              is distinct from (same.revision, same.resolver, same.name, same.settled_at)
                        """)
                .param("customers", column(confirmed, one -> one.customer().value()))
                .param("revisions", numbers(confirmed, one -> one.made().revision()))
                .param("resolvers", numbers(confirmed, one -> (long) one.made().resolver()))
                .param("names", column(confirmed, one -> one.resolution().name()))
                .param(
                        "settledAt",
                        column(confirmed, one -> text(one.resolution().settledAt())))
                .update();
    }

    /** Arrays of instants go as text: the driver has no type for them. */
    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static <T> @Nullable String[] column(Collection<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    static <T> Long[] numbers(Collection<T> rows, Function<T, Long> value) {
        return rows.stream().map(value).toArray(Long[]::new);
    }
}
