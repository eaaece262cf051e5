package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.finding.Difference;
import dev.plumbline.sync.reconcile.finding.Said;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What did not fit in a run, and what came of the looks, page by page. */
@Repository
class LookedAt {
    static final int PAGE = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;
    private final InstantSource business;

    LookedAt(JdbcClient jdbc, JsonMapper json, InstantSource realTime, InstantSource businessClock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = realTime;
        this.business = businessClock;
    }

    /**
     * One of them.
     *
     * @param subscriptions that differ
     */
    record Row(Difference difference, List<String> subscriptions) {}

    long count(long run) {
        return jdbc.sql("select count(*) from reconciliation_difference where run = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    /** In the order of their subjects. One that nobody looked at is in flight. */
    List<Row> after(ReconciliationRun run, String after) {
        Map<String, List<Long>> told = told(run, after);
        // Of the past the business clock says nothing; it ticks as the real one does.
        Duration moved = Duration.between(clock.instant(), business.instant());
        return jdbc.sql("""
                        select d.provider_customer, d.why, coalesce(d.outcome, 'IN_FLIGHT') as outcome, d.subscriptions,
                               d.customer_key, d.before_version, d.after_version, d.before::text as before,
                               d.after::text as after, d.looked_at, d.error
                        from reconciliation_difference d
                        where d.run = :run and d.provider_customer > :after
                        order by d.provider_customer limit :atMost
                        """)
                .param("run", run.id())
                .param("after", after)
                .param("atMost", PAGE)
                .query((row, n) ->
                        row(run.account().provider().key(), run.account().name(), row, told, moved))
                .list();
    }

    /** @param run whose it was */
    record Seen(long run, Difference difference) {}

    /** Of a subject, the last of a break's own runs that looked and saw both sides; without the deliveries. */
    Optional<Seen> ofBreak(long breakId, SubjectRef subject) {
        Duration moved = Duration.between(clock.instant(), business.instant());
        return jdbc.sql("""
                        select d.run, d.provider_customer, d.why, d.outcome, d.subscriptions, d.customer_key,
                               d.before_version, d.after_version, d.before::text as before, d.after::text as after,
                               d.looked_at, d.error
                        from reconciliation_difference d
                        join reconciliation r on r.id = d.run and r.provider = :provider and r.account = :account
                        where d.provider_customer = :subject and d.outcome in ('REPAIRED', 'WOULD_REPAIR', 'HELD')
                          and d.after is not null
                          and d.run in (select t.run from break_told t where t.break = :break)
                        order by d.run desc limit 1
                        """)
                .param("break", breakId)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("subject", subject.id())
                .query((row, n) -> new Seen(
                        row.getLong("run"),
                        row(subject.provider(), subject.account(), row, Map.of(), moved)
                                .difference()))
                .optional();
    }

    /** The newest deliveries that came after what we held was fetched: they told of a change, whatever became of them. */
    private Map<String, List<Long>> told(ReconciliationRun run, String after) {
        var told = new HashMap<String, List<Long>>();
        jdbc.sql("""
                        with page as (
                            select d.provider_customer,
                                   coalesce((d.before ->> 'fetchedAt')::timestamptz, h.recorded, '-infinity') as since,
                                   d.looked_at
                            from reconciliation_difference d
                            left join entitlement_history h
                                on h.customer_key = d.customer_key and h.version = d.before_version
                            where d.run = :run and d.provider_customer > :after
                            order by d.provider_customer limit :atMost
                        )
                        select page.provider_customer, (array_agg(i.id order by i.id desc))[1\\:20] as ids
                        from page
                        join inbox i on i.provider = :provider and i.account = :account and i.subject_kind = 'customer'
                                    and i.subject_id = page.provider_customer and i.state = 'KEPT'
                                    and i.received_at > page.since
                                    and i.received_at <= coalesce(page.looked_at, 'infinity')
                        group by page.provider_customer
                        """)
                .param("run", run.id())
                .param("after", after)
                .param("atMost", PAGE)
                .param("provider", run.account().provider().key())
                .param("account", run.account().name())
                .query(row -> {
                    told.put(row.getString("provider_customer"), List.of((Long[])
                            row.getArray("ids").getArray()));
                });
        return told;
    }

    private Row row(String provider, String account, ResultSet row, Map<String, List<Long>> told, Duration moved)
            throws SQLException {
        String subject = row.getString("provider_customer");
        Instant looked = Sql.instant(row, "looked_at");
        return new Row(
                new Difference(
                        new SubjectRef(provider, account, subject),
                        Difference.Why.valueOf(row.getString("why")),
                        Difference.Outcome.valueOf(row.getString("outcome")),
                        row.getString("customer_key"),
                        said(row.getString("before")),
                        said(row.getString("after")),
                        row.getObject("before_version", Long.class),
                        row.getObject("after_version", Long.class),
                        looked == null ? business.instant() : looked.plus(moved),
                        told.getOrDefault(subject, List.of()),
                        row.getString("error")),
                List.of((String[]) row.getArray("subscriptions").getArray()));
    }

    private Said said(@Nullable String stored) {
        if (stored == null) {
            return Said.NOTHING;
        }
        JsonNode said = json.readTree(stored);
        JsonNode snapshot = said.get("snapshot");
        JsonNode timeline = said.get("timeline");
        JsonNode fetched = said.get("fetchedAt");
        return new Said(
                isThere(snapshot) ? StoredJson.snapshot(snapshot.toString()) : null,
                isThere(timeline) ? StoredJson.timeline(timeline.toString()) : null,
                isThere(fetched) ? OffsetDateTime.parse(fetched.asString()).toInstant() : null);
    }

    private static boolean isThere(@Nullable JsonNode node) {
        return node != null && !node.isNull();
    }
}
