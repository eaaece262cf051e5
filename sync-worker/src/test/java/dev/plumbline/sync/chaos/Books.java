package dev.plumbline.sync.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables after everything has come to rest: each query finds what must not be there. */
final class Books {
    private static final Map<String, String> RULES = new TreeMap<>(Map.of(
            "every customer's versions are 1, 2, 3 … and the newest is in force", """
                    select concat_ws(' ', c.key, c.version, e.version, h.newest, h.versions)
                    from customer c
                    left join entitlement e on e.customer_key = c.key
                    left join (select customer_key, max(version) as newest, count(*) as versions
                               from entitlement_history group by customer_key) h on h.customer_key = c.key
                    where not (c.version = coalesce(e.version, 0) and c.version = coalesce(h.newest, 0)
                               and c.version = coalesce(h.versions, 0))
                    """,
            "a later version was recorded later, and says something else", """
                    select concat_ws(' ', customer_key, version) from (
                        select customer_key, version, recorded, timeline, stages,
                               lag(recorded) over w as recorded_before, lag(timeline) over w as timeline_before,
                               lag(stages) over w as stages_before
                        from entitlement_history window w as (partition by customer_key order by version)) h
                    where recorded <= recorded_before
                       or (timeline = timeline_before and stages is not distinct from stages_before)
                    """,
            "one audit row for each version, and none for what is no version", """
                    select concat_ws(' ', coalesce(h.customer_key, a.customer_key), h.version, a.version, a.rows)
                    from entitlement_history h
                    full join (select customer_key, (after ->> 'version')::bigint as version, count(*) as rows
                               from audit where action = 'entitlements.resolved' group by 1, 2) a
                      on (a.customer_key, a.version) = (h.customer_key, h.version)
                    where h.version is null or a.version is null or a.rows <> 1
                    """,
            "one message for each version", """
                    select concat_ws(' ', coalesce(h.customer_key, o.customer_key), h.version, o.version, o.rows)
                    from entitlement_history h
                    full join (select customer_key, version, count(*) as rows
                               from outbox where kind = 'entitlement.changed' group by 1, 2) o
                      on (o.customer_key, o.version) = (h.customer_key, h.version)
                    where h.version is null or o.version is null or o.rows <> 1
                    """,
            "nobody was set aside", """
                    select concat_ws(' ', id, state, last_error) from subject where state <> 'LIVE'
                    """));

    /** What work is left. Nobody is dirty, nobody is leased, everything was told. */
    private static final String UNREST = """
            select concat_ws(' ', 'subject', id, dirty_cause, due_at - clock_timestamp(), lease_until, attempts, last_error)
            from subject where dirty_seq is not null or lease_until > clock_timestamp()
            union all
            select concat_ws(' ', 'customer', key) from customer where dirty_seq is not null
            union all
            select concat_ws(' ', 'message', id) from outbox where position is null
            """;

    private final JdbcClient sql;

    Books(JdbcClient sql) {
        this.sql = sql;
    }

    List<String> unrest() {
        return texts(UNREST);
    }

    /** Rule by rule, what breaks it; empty when all is well. */
    Map<String, List<String>> brokenRules() {
        var broken = new TreeMap<String, List<String>>();
        RULES.forEach((rule, query) -> {
            List<String> found = texts(query);
            if (!found.isEmpty()) {
                broken.put(rule, found.subList(0, Math.min(20, found.size())));
            }
        });
        return broken;
    }

    List<AckLog.Row> inbox() {
        return sql.sql("select event_id, encode(sha256(payload), 'hex') as sha256, deliveries from inbox")
                .query((row, _) ->
                        new AckLog.Row(row.getString("event_id"), row.getString("sha256"), row.getInt("deliveries")))
                .list();
    }

    long count(String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    private List<String> texts(String query) {
        return sql.sql(query).query((row, _) -> row.getString(1)).list();
    }
}
