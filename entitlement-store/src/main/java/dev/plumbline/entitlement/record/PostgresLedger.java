package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger in PostgreSQL, in the transaction of the calling thread. */
@Repository
class PostgresLedger implements Ledger {
    private final JdbcClient jdbc;
    private final DecidedFacts decided;
    private final Enrolments enrolments;

    PostgresLedger(JdbcClient jdbc, DecidedFacts decided, Enrolments enrolments) {
        this.jdbc = jdbc;
        this.decided = decided;
        this.enrolments = enrolments;
    }

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        return of(subject, """
                        select customer_key from customer_link
                        where provider = :provider and account = :account and provider_customer = :subject
                        """).query(String.class).optional().map(CustomerKey::new);
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        jdbc.sql("insert into customer (key) values (:key) on conflict (key) do nothing")
                .param("key", key.value())
                .update();
        // Locked first: of two subjects that want the same key at once, the second sees the first one's link.
        jdbc.sql("select 1 from customer where key = :key for update")
                .param("key", key.value())
                .query(Integer.class)
                .single();
        return of(subject, """
                        insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                        select :provider, :account, :subject, :key, :by
                        where not exists (select from customer_link where customer_key = :key)
                        on conflict (provider, account, provider_customer) do nothing
                        """)
                        .param("key", key.value())
                        .param("by", Links.BY_ITSELF)
                        .update()
                == 1;
    }

    @Override
    public Optional<String> unlinked(SubjectRef subject) {
        return of(subject, """
                        select 'Unlinked from ' || customer_key || ' by ' || unlinked_by || ' (' || reason || ')'
                        from customer_unlinked
                        where provider = :provider and account = :account and provider_customer = :subject
                        """).query(String.class).optional();
    }

    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        return jdbc.sql("select 1 from customer where key = :customer for update")
                .param("customer", customer.value())
                .query(Integer.class)
                .optional()
                .map(_ -> read(customer));
    }

    /** Statements of their own, after the lock: each sees what was committed while we waited for it. */
    private CustomerState read(CustomerKey customer) {
        List<BillingSnapshot> snapshots = snapshots(customer);
        Kept kept = kept(customer, snapshots);
        return jdbc.sql("""
                        select c.country, c.attributes::text as attributes, c.version, c.resolved_revision, c.resolver,
                               coalesce(encode(e.content_hash, 'hex'), '') as answer_hash,
                               (select count(*) from break b where b.customer_key = c.key and b.resolved_at is null)
                                   as open_breaks
                        from customer c left join entitlement e on e.customer_key = c.key
                        where c.key = :customer
                        """)
                .param("customer", customer.value())
                .query((row, n) -> new CustomerState(
                        known(customer, row),
                        snapshots,
                        kept,
                        row.getLong("version"),
                        row.getString("answer_hash"),
                        row.getLong("resolved_revision"),
                        row.getInt("resolver"),
                        row.getInt("open_breaks")))
                .single();
    }

    private Known known(CustomerKey customer, ResultSet row) throws SQLException {
        DecidedFacts.Decided people = decided.of(customer);
        return new Known(
                customer,
                row.getString("country"),
                StoredJson.attributes(row.getString("attributes")),
                people.phases(),
                people.enrolments(),
                people.overrides());
    }

    private List<BillingSnapshot> snapshots(CustomerKey customer) {
        return jdbc.sql("""
                        select s.snapshot::text from customer_link l
                        join billing_snapshot s using (provider, account, provider_customer)
                        where l.customer_key = :customer
                        order by provider, account, provider_customer
                        """).param("customer", customer.value()).query(String.class).list().stream()
                .map(StoredJson::snapshot)
                .toList();
    }

    private Kept kept(CustomerKey customer, Collection<BillingSnapshot> snapshots) {
        var pins = new TreeMap<SubjectRef, SubjectPins>();
        jdbc.sql("""
                        select provider, account, provider_customer, p.kept::text as kept from customer_link l
                        join billing_pin p using (provider, account, provider_customer)
                        where l.customer_key = :customer
                        """).param("customer", customer.value()).query(row -> {
            pins.put(
                    new SubjectRef(
                            row.getString("provider"), row.getString("account"), row.getString("provider_customer")),
                    StoredJson.pins(row.getString("kept")));
        });
        return SubjectPins.joined(pins, lookupKeys(snapshots));
    }

    /** What the account's prices were called when they were first seen. */
    private Map<PriceRef, String> lookupKeys(Collection<BillingSnapshot> snapshots) {
        var keys = new TreeMap<PriceRef, String>(SubjectPins.BY_PRICE);
        var prices = SubjectPins.pricesOf(snapshots);
        if (prices.isEmpty()) {
            return keys;
        }
        jdbc.sql("""
                        select provider, account, price, lookup_key from billing_price
                        where (provider, account, price) in (
                            select * from unnest(:providers::text[], :accounts::text[], :prices::text[]))
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

    @Override
    public long currentRevision() {
        return jdbc.sql("select coalesce(max(revision), 0) from model_revision")
                .query(Long.class)
                .single();
    }

    @Override
    public void keep(Kept kept) {
        SubjectPins.of(kept)
                .forEach((subject, part) ->
                        of(subject, """
                        insert into billing_pin (provider, account, provider_customer, kept)
                        values (:provider, :account, :subject, :kept::jsonb)
                        on conflict (provider, account, provider_customer) do update set kept = excluded.kept
                        """).param("kept", StoredJson.write(part)).update());
        keepLookupKeys(kept.lookupKeys());
    }

    /** In the order of their keys: two customers that bring the same new prices must not wait for each other. */
    private void keepLookupKeys(Map<PriceRef, String> lookupKeys) {
        lookupKeys.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(SubjectPins.BY_PRICE))
                .forEach(entry -> jdbc.sql("""
                                insert into billing_price (provider, account, price, lookup_key)
                                values (:provider, :account, :price, :lookupKey)
                                on conflict (provider, account, price) do nothing
                                """)
                        .param("provider", entry.getKey().provider())
                        .param("account", entry.getKey().account())
                        .param("price", entry.getKey().price())
                        .param("lookupKey", entry.getValue())
                        .update());
    }

    @Override
    public void report(CustomerKey customer, List<Finding> findings) {
        var open = new ArrayList<String>();
        for (Finding finding : findings) {
            String fingerprint = finding.type() + ":" + customer + ":" + finding.ref();
            open.add(fingerprint);
            open(fingerprint, finding.type().name(), customer.value(), null, finding.detail());
        }
        jdbc.sql("""
                        update break set resolved_at = clock_timestamp()
                        where customer_key = :customer and resolved_at is null and fingerprint <> all(:open)
                        """)
                .param("customer", customer.value())
                .param("open", open.toArray(String[]::new))
                .update();
    }

    @Override
    public void reportUnlinked(SubjectRef subject, @Nullable String detail) {
        String fingerprint = "UNLINKED_SUBSCRIPTION:" + subject;
        if (detail != null) {
            open(fingerprint, "UNLINKED_SUBSCRIPTION", null, subject, detail);
        } else {
            jdbc.sql("""
                            update break set resolved_at = clock_timestamp()
                            where fingerprint = :fingerprint and resolved_at is null
                            """).param("fingerprint", fingerprint).update();
        }
    }

    private void open(
            String fingerprint, String type, @Nullable String customer, @Nullable SubjectRef subject, String detail) {
        jdbc.sql("""
                        insert into break (type, fingerprint, customer_key, provider, account, provider_customer, detail)
                        values (:type, :fingerprint, :customer, :provider, :account, :subject, :detail)
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail,
                                opened_at = case when break.resolved_at is null then break.opened_at
                                                 else clock_timestamp() end
                        """)
                .param("type", type)
                .param("fingerprint", fingerprint)
                .param("customer", customer, Types.VARCHAR)
                .param("provider", subject == null ? null : subject.provider(), Types.VARCHAR)
                .param("account", subject == null ? null : subject.account(), Types.VARCHAR)
                .param("subject", subject == null ? null : subject.id(), Types.VARCHAR)
                .param("detail", detail)
                .update();
    }

    @Override
    public List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now) {
        return enrolments.enrolEligible(customer, promotions, now);
    }

    @Override
    public void write(Entry entry) {
        Resolution resolution = entry.resolution();
        var later = resolution.facts().subList(1, resolution.facts().size());
        boolean isStaged = !later.isEmpty();
        jdbc.sql("""
                        with stamp as (
                            select greatest(clock_timestamp(), e.recorded + interval '1 microsecond') as recorded
                            from (select 1) one left join entitlement e on e.customer_key = :customer
                        ), history as (
                            insert into entitlement_history
                                (customer_key, version, recorded, as_of, model_revision, resolver, timeline, facts,
                                 stages, later_facts, cause)
                            select :customer, :version, recorded, :asOf, :revision, :resolver, :timeline::jsonb,
                                   :facts::jsonb, :stages::jsonb, :laterFacts::jsonb, :cause::jsonb from stamp
                        ), in_force as (
                            insert into entitlement
                                (customer_key, version, recorded, as_of, model_revision, content_hash, timeline, stages)
                            select :customer, :version, recorded, :asOf, :revision, decode(:hash, 'hex'),
                                   :timeline::jsonb, :stages::jsonb
                            from stamp
                            on conflict (customer_key) do update
                                set version = excluded.version, recorded = excluded.recorded,
                                    as_of = excluded.as_of, model_revision = excluded.model_revision,
                                    content_hash = excluded.content_hash, timeline = excluded.timeline,
                                    stages = excluded.stages
                        ), resolved as (
                            update customer
                            set version = :version, resolved_revision = :revision, resolver = :resolver,
                                billing_name = :name, billing_country = :country, resolve_again_at = :settledAt
                            where key = :customer
                        ), audited as (
                            insert into audit (recorded, actor, action, object_kind, object_ref, customer_key, reason,
                                               before, after, cause)
                            select recorded, :actor, 'entitlements.resolved', 'customer', :customer, :customer, :reason,
                                   jsonb_build_object('version', :version::bigint - 1),
                                   jsonb_build_object('version', :version::bigint, 'model', :revision::bigint),
                                   :cause::jsonb
                            from stamp
                        )
                        insert into outbox (kind, customer_key, version, payload)
                        values ('entitlement.changed', :customer, :version,
                                jsonb_build_object('customer', :customer, 'version', :version::bigint))
                        """)
                .param("customer", entry.customer().value())
                .param("version", entry.version())
                .param("revision", entry.made().revision())
                .param("resolver", entry.made().resolver())
                .param("asOf", StoredRows.timestamp(entry.made().asOf()))
                .param("timeline", StoredJson.write(resolution.timeline()))
                .param("facts", StoredJson.write(resolution.factsInForce()))
                .param("stages", isStaged ? StoredJson.writeStages(resolution.stages()) : null, Types.VARCHAR)
                .param("laterFacts", isStaged ? StoredJson.writeFacts(later) : null, Types.VARCHAR)
                .param("settledAt", timestamp(resolution.settledAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("cause", StoredJson.write(entry.cause()))
                .param("hash", resolution.hash())
                .param("name", resolution.name(), Types.VARCHAR)
                .param("country", resolution.factsInForce().country(), Types.VARCHAR)
                .param("actor", entry.cause().actor())
                .param("reason", entry.cause().inWords())
                .update();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : StoredRows.timestamp(instant);
    }

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {
        jdbc.sql("""
                        update customer
                        set resolved_revision = :revision, resolver = :resolver, billing_name = :name,
                            resolve_again_at = :settledAt
                        where key = :customer and (resolved_revision, resolver, billing_name, resolve_again_at)
                            is distinct from (:revision, :resolver, :name, :settledAt)
                        """)
                .param("name", resolution.name(), Types.VARCHAR)
                .param("customer", customer.value())
                .param("revision", made.revision())
                .param("resolver", made.resolver())
                .param("settledAt", timestamp(resolution.settledAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private JdbcClient.StatementSpec of(SubjectRef subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("subject", subject.id());
    }
}
