package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptPhase;
import dev.plumbline.entitlement.decision.Overrides;
import dev.plumbline.entitlement.decision.Phases;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Links;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.entitlement.record.Relay;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.WorkList;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All of it in PostgreSQL, written by nobody but production. */
final class PostgresStorage implements Storage {
    private static final Author PERSON = new Author("test", "simulated");
    private static final Pattern DRAWN = Pattern.compile("(ovr|phs)_[0-9a-f]{32}");
    private static final JsonMapper JSON = new JsonMapper();

    private final ApplicationContext beans;
    private final SimulatedClock clock;
    private final JdbcClient jdbc;
    private final TransactionTemplate outside;

    /** @param asNew whether rows lie where they would in tables that never had any: what is read in no order comes in that one */
    PostgresStorage(ApplicationContext beans, SimulatedClock clock, boolean asNew) {
        this.beans = beans;
        this.clock = clock;
        this.jdbc = beans.getBean(JdbcClient.class);
        this.outside = new TransactionTemplate(beans.getBean(PlatformTransactionManager.class));
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        forgetTheLastHistory(asNew);
        if (!newestIs(Catalogs.ONE)) {
            publish(Catalogs.ONE);
        }
    }

    /** Its rows only: new tables with all their indexes, and plans made anew for them, cost as much as a history does. */
    private void forgetTheLastHistory(boolean asNew) {
        List<String> written = jdbc.sql("""
                        select quote_ident(relname) from pg_class
                        where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
                          and relname not in ('model_revision', 'flyway_schema_history')
                        """).query((row, n) -> row.getString(1)).list();
        if (!written.isEmpty()) {
            String forget = asNew
                    ? "truncate " + String.join(", ", written) + " cascade"
                    : "delete from " + String.join("; delete from ", written);
            new TransactionTemplate(beans.getBean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
                // Evidence is append-only, and triggers see to it; not here, where every history begins with none.
                jdbc.sql("set local session_replication_role = replica").update();
                jdbc.sql(forget).update();
            });
        }
        jdbc.sql("""
                        select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
                        from pg_sequences where schemaname = 'public' and last_value is not null
                        """).query().listOfRows();
    }

    @Override
    public Inbox inbox() {
        return beans.getBean(Inbox.class);
    }

    @Override
    public WorkList work() {
        return beans.getBean(WorkList.class);
    }

    @Override
    public ApplyUnit.Units units() {
        return beans.getBean(ApplyUnit.Units.class);
    }

    @Override
    public Recording.Line models() {
        return beans.getBean(Models.class);
    }

    @Override
    public void apart(Runnable work) {
        outside.executeWithoutResult(_ -> work.run());
    }

    // what people do

    @Override
    public void create(CustomerKey customer) {
        jdbc.sql("insert into customer (key) values (:key)")
                .param("key", customer.value())
                .update();
    }

    @Override
    public void bind(SubjectRef subject, CustomerKey to) {
        beans.getBean(Links.class).bind(subject, to, false, PERSON);
    }

    @Override
    public void unbind(SubjectRef subject, CustomerKey from) {
        beans.getBean(Links.class).unbind(subject, from, PERSON);
    }

    @Override
    public void add(CustomerKey customer, KeptOverride.Terms terms) {
        beans.getBean(Overrides.class).add(customer, terms, PERSON);
    }

    @Override
    public void add(CustomerKey customer, KeptPhase.Terms terms) {
        beans.getBean(Phases.class).add(customer, terms, PERSON);
    }

    @Override
    public void endOverride(CustomerKey customer, Instant at) {
        open("customer_override", customer, at)
                .ifPresent(id -> beans.getBean(Overrides.class).end(id, () -> at, PERSON));
    }

    @Override
    public void endPhase(CustomerKey customer, Instant at) {
        open("customer_phase", customer, at)
                .ifPresent(id -> beans.getBean(Phases.class).end(id, at, PERSON));
    }

    private Optional<String> open(String table, CustomerKey customer, Instant at) {
        return jdbc.sql("select id from " + table + """
                         where customer_key = :customer and ended_at is null and valid_from < :at
                           and (valid_until is null or valid_until > :at)
                        order by created_at, ctid limit 1
                        """)
                .param("customer", customer.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional();
    }

    @Override
    public void publish() {
        publish(newestIs(Catalogs.ONE) ? Catalogs.OTHER : Catalogs.ONE);
    }

    private boolean newestIs(String source) {
        return beans.getBean(Models.class)
                .newest()
                .filter(newest -> newest.source().equals(source))
                .isPresent();
    }

    private void publish(String source) {
        Published published =
                beans.getBean(Publishing.class).publish(new Publishing.Wanted(source, PERSON, null, null));
        // Unchanged: between the look at the newest and this, another published the very same.
        if (!(published instanceof Published.Done || published instanceof Published.Unchanged)) {
            throw new AssertionError("Not published: " + published);
        }
    }

    // what runs in the background

    @Override
    public int resolveEdited(Recording recording, int atMost) {
        return beans.getBean(CustomersToResolve.class).resolveEdited(atMost);
    }

    @Override
    public int resolveBehind(Recording recording, int atMost) {
        return beans.getBean(CustomersToResolve.class).resolveBehind(atMost);
    }

    @Override
    public int relay() {
        return beans.getBean(Relay.class).relay();
    }

    // what the judge looks at

    @Override
    public List<InboxRow> inboxRows() {
        return jdbc.sql("select event_id, deliveries from inbox order by event_id collate \"C\", id")
                .query((row, n) -> new InboxRow(row.getString(1), row.getInt(2)))
                .list();
    }

    @Override
    public Optional<Instant> nextMoment() {
        return jdbc.sql("""
                        select min(greatest(due_at, lease_until)) from subject
                        where dirty_seq is not null and state <> 'QUARANTINED'
                        """)
                .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    @Override
    public List<String> unfinished() {
        return jdbc.sql("""
                        select 'subject ' || row_to_json(s)::text from subject s
                        where dirty_seq is not null or state = 'QUARANTINED' or lease_until > :now
                        union all
                        select 'customer ' || row_to_json(c)::text from customer c
                        where dirty_seq is not null or resolved_revision < (select max(revision) from model_revision)
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Override
    public List<CustomerKey> customers() {
        return jdbc.sql("select key from customer order by key collate \"C\"")
                .query((row, n) -> new CustomerKey(row.getString(1)))
                .list();
    }

    @Override
    public Set<SubjectRef> subjectsOf(CustomerKey customer) {
        return subjects("customer_link", customer.value());
    }

    @Override
    public Set<SubjectRef> unlinkedByPeople() {
        return subjects("customer_unlinked", "%");
    }

    private Set<SubjectRef> subjects(String table, String customer) {
        return new TreeSet<>(jdbc.sql("select provider, account, provider_customer from " + table
                        + " where customer_key like :customer")
                .param("customer", customer)
                .query((row, n) -> new SubjectRef(row.getString(1), row.getString(2), row.getString(3)))
                .list());
    }

    @Override
    public List<Version> versions(CustomerKey customer) {
        Map<String, String> names = namesOfDecisions();
        return jdbc.sql("""
                        select version, cause ->> 'kind' as kind, timeline::text as timeline, facts::text as facts
                        from entitlement_history where customer_key = :customer order by version
                        """)
                .param("customer", customer.value())
                .query((row, n) -> {
                    String state =
                            named(row.getString("timeline"), names) + replayable(named(row.getString("facts"), names));
                    return new Version(row.getLong("version"), row.getString("kind"), state, () -> state);
                })
                .list();
    }

    /** Ids are drawn at random: each is called by when it was made. */
    private Map<String, String> namesOfDecisions() {
        List<String> ids = jdbc.sql("""
                        select id from (
                            select id, created_at from customer_override union all select id, created_at from customer_phase
                        ) decision order by created_at, id
                        """).query((row, n) -> row.getString(1)).list();
        return IntStream.range(0, ids.size()).boxed().collect(Collectors.toMap(ids::get, n -> "decision-" + n));
    }

    private static String named(String text, Map<String, String> names) {
        return DRAWN.matcher(text).replaceAll(drawn -> Objects.requireNonNull(names.get(drawn.group())));
    }

    /** Phases are kept in the order of their drawn ids, and overrides say when they were made by the database's clock. */
    private static String replayable(String facts) {
        var tree = (ObjectNode) JSON.readTree(facts);
        var phases = (ArrayNode) tree.get("phases");
        List<JsonNode> inOrder = phases.valueStream()
                .sorted(Comparator.comparing(phase -> phase.get("id").stringValue()))
                .toList();
        phases.removeAll().addAll(inOrder);
        tree.get("overrides").forEach(override -> ((ObjectNode) override).remove("createdAt"));
        return tree.toString();
    }

    @Override
    public long versionInForce(CustomerKey customer) {
        return jdbc.sql("""
                        select c.version from customer c left join entitlement e on e.customer_key = c.key
                        where c.key = :customer and c.version = coalesce(e.version, 0)
                        """)
                .param("customer", customer.value())
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    @Override
    public List<Long> auditedVersions(CustomerKey customer) {
        return jdbc.sql("""
                        select (after ->> 'version')::bigint as version from audit
                        where customer_key = :customer and action = 'entitlements.resolved' order by version
                        """)
                .param("customer", customer.value())
                .query((row, n) -> row.getLong(1))
                .list();
    }

    @Override
    public List<Relayed> outbox() {
        return jdbc.sql("""
                        select case when kind = 'entitlement.changed' then customer_key end, version, coalesce(position, 0)
                        from outbox order by position
                        """)
                .query((row, n) -> new Relayed(
                        Optional.ofNullable(row.getString(1)).map(CustomerKey::new), row.getLong(2), row.getLong(3)))
                .list();
    }

    @Override
    public Optional<String> brokenChain() {
        return jdbc.sql("""
                        select count(*) from audit a
                        where not exists (select from audit_to_seal waiting where waiting.audit_id = a.id)
                          and not exists (select from audit_seal sealed where sealed.audit_id = a.id)
                        """)
                .query((row, n) -> row.getLong(1))
                .optional()
                .filter(forgotten -> forgotten > 0)
                .map(forgotten -> "(c) " + forgotten + " audit rows are neither in the chain nor wait for it");
    }
}
