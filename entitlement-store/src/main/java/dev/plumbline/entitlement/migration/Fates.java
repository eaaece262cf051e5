package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.migration.Fate.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;

/** Whom a migration is about, and what became of each. An outcome is written once: a second one is refused here and by a trigger. */
@Repository
public class Fates {
    private final JdbcClient jdbc;

    Fates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param moving null for any; else whether it has no outcome yet */
    public record Sought(
            @Nullable Outcome outcome,
            @Nullable Boolean moving,
            @Nullable String why,
            @Nullable Boolean loses,
            @Nullable Integer wave) {
        public static final Sought ANY = new Sought(null, null, null, null, null);
    }

    /** In the order of keys. */
    public List<Fate> list(long migration, Sought sought, String after, int limit) {
        Outcome outcome = sought.outcome();
        return jdbc.sql("""
                        select customer_key, wave, outcome, why, detail, effective_at, changes::text as changes, at
                        from migration_customer
                        where migration = :id and customer_key > :after and looked
                          and (:outcome::text is null or outcome = :outcome)
                          and (:moving::boolean is null or (outcome is null) = :moving)
                          and (:why::text is null or why = :why)
                          and (:loses::boolean is null or loses = :loses)
                          and (:wave::int is null or wave = :wave)
                        order by customer_key limit :limit
                        """)
                .param("id", migration)
                .param("after", after)
                .param("outcome", outcome == null ? null : outcome.name(), Types.VARCHAR)
                .param("moving", sought.moving(), Types.BOOLEAN)
                .param("why", sought.why(), Types.VARCHAR)
                .param("loses", sought.loses(), Types.BOOLEAN)
                .param("wave", sought.wave(), Types.INTEGER)
                .param("limit", limit)
                .query((row, n) -> fate(row))
                .list();
    }

    /** How many came to what; {@code PENDING} are those without an outcome. By reason where there is one: {@code SKIPPED:EXCLUDED}. */
    public Map<String, Long> counts(long migration) {
        var counts = new TreeMap<String, Long>();
        jdbc.sql("""
                        select coalesce(outcome, 'PENDING') || case when outcome in ('SKIPPED', 'FAILED') then ':' || why else '' end as what,
                               count(*) as n
                        from migration_customer where migration = :id and looked group by 1
                        """).param("id", migration).query(row -> {
            counts.put(row.getString("what"), row.getLong("n"));
        });
        return counts;
    }

    /** Everybody who might be meant: by a running subscription, by a phase made by hand, or by name. One statement. */
    long enlist(long migration, Terms terms) {
        return jdbc.sql("""
                        insert into migration_customer (migration, customer_key)
                        select distinct :id::bigint, who.key from (
                            select l.customer_key as key
                            from billing_pin p join customer_link l using (provider, account, provider_customer)
                            where p.kept @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('binding',
                                      jsonb_build_object('kind', 'plan', 'plan',
                                                         jsonb_build_object('key', :plan::text, 'version', :version::int)))))
                            union all
                            select customer_key from customer_phase where plan = :plan and version = :version
                            union all
                            select c.key from customer c where c.key = any(:include)
                        ) who
                        on conflict do nothing
                        """)
                .param("id", migration)
                .param("plan", terms.from().key())
                .param("version", terms.from().version())
                .param("include", terms.cohort().include().toArray(String[]::new))
                .update();
    }

    long enlisted(long migration) {
        return jdbc.sql("select count(*) from migration_customer where migration = :id")
                .param("id", migration)
                .query(Long.class)
                .single();
    }

    List<CustomerKey> toLookAt(long migration, int atMost) {
        return keys("""
                select customer_key from migration_customer where migration = :id and not looked
                order by customer_key limit :atMost
                """, migration, null, atMost);
    }

    List<CustomerKey> toMove(long migration, int wave, int atMost) {
        return keys("""
                select customer_key from migration_customer where migration = :id and wave = :wave and outcome is null
                order by customer_key limit :atMost
                """, migration, wave, atMost);
    }

    List<CustomerKey> toUndo(long migration, Instant now, int atMost) {
        return jdbc.sql("""
                        select customer_key from migration_customer
                        where migration = :id and outcome = 'MOVED' and effective_at > :now
                        order by customer_key limit :atMost
                        """)
                .param("id", migration)
                .param("now", timestamp(now))
                .param("atMost", atMost)
                .query((row, n) -> new CustomerKey(row.getString("customer_key")))
                .list();
    }

    private List<CustomerKey> keys(String sql, long migration, @Nullable Integer wave, int atMost) {
        JdbcClient.StatementSpec asked = jdbc.sql(sql).param("id", migration);
        return (wave == null ? asked : asked.param("wave", wave))
                .param("atMost", atMost)
                .query((row, n) -> new CustomerKey(row.getString("customer_key")))
                .list();
    }

    /** Who of these was put where they are by a person. */
    List<CustomerKey> movedByHand(Collection<CustomerKey> customers, Terms terms) {
        return jdbc.sql("""
                        select distinct a.customer_key from audit a
                        where a.customer_key = any(:customers) and a.action = 'subscription.moved'
                          and exists (select from jsonb_each_text(a.after -> 'items') item where item.value = :version)
                        """)
                .param("customers", customers.stream().map(CustomerKey::value).toArray(String[]::new))
                .param("version", terms.from().toString())
                .query((row, n) -> new CustomerKey(row.getString("customer_key")))
                .list();
    }

    /** What a preview found of one customer. */
    record Looked(
            CustomerKey customer,
            @Nullable LeftOut why,
            @Nullable String detail,
            @Nullable Instant effectiveAt,
            String changes,
            boolean gains,
            boolean loses,
            String worth,
            int worthUnknown) {}

    void looked(long migration, List<Looked> page) {
        jdbc.sql("""
                        update migration_customer c
                        set looked = true, outcome = case when l.why is null then null else 'SKIPPED' end, why = l.why,
                            detail = l.detail, effective_at = l.effective_at, changes = l.changes::jsonb, gains = l.gains,
                            loses = l.loses, worth = l.worth::jsonb, worth_unknown = l.unknown,
                            at = case when l.why is null then null else clock_timestamp() end
                        from unnest(:customers::text[], :whys::text[], :details::text[], :effective::timestamptz[],
                                    :changes::text[], :gains::boolean[], :loses::boolean[], :worths::text[], :unknowns::int[])
                            as l (customer, why, detail, effective_at, changes, gains, loses, worth, unknown)
                        where c.migration = :id and c.customer_key = l.customer
                        """)
                .param("id", migration)
                .param("customers", column(page, one -> one.customer().value()))
                .param(
                        "whys",
                        column(page, one -> one.why() == null ? null : one.why().name()))
                .param("details", column(page, Looked::detail))
                .param("effective", column(page, one -> text(one.effectiveAt())))
                .param("changes", column(page, Looked::changes))
                .param("gains", page.stream().map(Looked::gains).toArray(Boolean[]::new))
                .param("loses", page.stream().map(Looked::loses).toArray(Boolean[]::new))
                .param("worths", column(page, Looked::worth))
                .param("unknowns", page.stream().map(Looked::worthUnknown).toArray(Integer[]::new))
                .update();
    }

    /** Who moves in which wave: by chance, and by the same chance whenever it is asked. How many waves there are. */
    int cut(long migration, Waves waves) {
        jdbc.sql("""
                        update migration_customer c
                        set wave = case when :size::int is not null then ((placed.n - 1) / :size::int)::int + 1
                                        else (select min(p.i)::int from unnest(:percent::int[]) with ordinality as p (upto, i)
                                              where placed.n <= ceil(p.upto * placed.all_of / 100.0)) end
                        from (select customer_key, row_number() over (order by md5(migration || ':' || customer_key)) as n,
                                     count(*) over () as all_of
                              from migration_customer where migration = :id and looked and outcome is null) placed
                        where c.migration = :id and c.customer_key = placed.customer_key
                        """)
                .param("id", migration)
                .param("size", waves.size(), Types.INTEGER)
                .param("percent", waves.percent().toArray(Integer[]::new))
                .update();
        return jdbc.sql("select coalesce(max(wave), 0) from migration_customer where migration = :id")
                .param("id", migration)
                .query(Integer.class)
                .single();
    }

    /** The first in which anybody is left: one of a small percentage of few may be empty. Null when nobody is. */
    @Nullable
    Integer nextWave(long migration) {
        return jdbc.sql("select min(wave) from migration_customer where migration = :id and outcome is null")
                .param("id", migration)
                .query((row, n) -> row.getObject(1, Integer.class))
                .list()
                .getFirst();
    }

    long inWave(long migration, int wave) {
        return jdbc.sql("""
                        select count(*) from migration_customer where migration = :id and wave = :wave and outcome is null
                        """)
                .param("id", migration)
                .param("wave", wave)
                .query(Long.class)
                .single();
    }

    /** What became of one customer. */
    record Became(
            CustomerKey customer,
            Outcome outcome,
            @Nullable String why,
            @Nullable String detail,
            @Nullable Instant effectiveAt) {
        static Became stays(CustomerKey customer, Verdict.Stays stays) {
            return new Became(customer, Outcome.SKIPPED, stays.why().name(), stays.detail(), null);
        }
    }

    /** @throws NotOurs when one of them has an outcome already: then nothing of this transaction may stay */
    void became(long migration, List<Became> page, boolean undoing) {
        int written = jdbc.sql("""
                        update migration_customer c
                        set outcome = b.outcome, why = b.why, detail = nullif(b.detail, ''),
                            effective_at = coalesce(b.effective_at, c.effective_at), at = clock_timestamp()
                        from unnest(:customers::text[], :outcomes::text[], :whys::text[], :details::text[],
                                    :effective::timestamptz[]) as b (customer, outcome, why, detail, effective_at)
                        where c.migration = :id and c.customer_key = b.customer
                          and case when :undoing then c.outcome = 'MOVED' else c.outcome is null end
                        """)
                .param("id", migration)
                .param("undoing", undoing)
                .param("customers", column(page, one -> one.customer().value()))
                .param("outcomes", column(page, one -> one.outcome().name()))
                .param("whys", column(page, Became::why))
                .param("details", column(page, Became::detail))
                .param("effective", column(page, one -> text(one.effectiveAt())))
                .update();
        if (written != page.size()) {
            throw new NotOurs("Of " + page.size() + " customers of migration " + migration + " only " + written
                    + " had no outcome yet");
        }
    }

    /** Who was not moved yet is not going to be. */
    void leaveTheRest(long migration) {
        jdbc.sql("""
                        update migration_customer set outcome = 'UNDONE', why = 'NOT_REACHED', at = clock_timestamp()
                        where migration = :id and outcome is null
                        """).param("id", migration).update();
    }

    private static Fate fate(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        JsonNode changes = MigrationRows.JSON.readTree(row.getString("changes"));
        return new Fate(
                row.getString("customer_key"),
                row.getObject("wave", Integer.class),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getString("why"),
                row.getString("detail"),
                MigrationRows.instant(row, "effective_at"),
                StreamSupport.stream(changes.spliterator(), false).toList(),
                MigrationRows.instant(row, "at"));
    }

    static OffsetDateTime timestamp(Instant instant) {
        return Objects.requireNonNull(instant).atOffset(ZoneOffset.UTC);
    }

    /** Arrays of instants go as text: the driver has no type for them. */
    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static <T> @Nullable String[] column(Collection<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
