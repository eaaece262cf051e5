package dev.plumbline.sync.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the start page shows of the pipeline: a handful of figures and the newest of each thing. */
@Repository
class Glance {
    private final JdbcClient jdbc;

    Glance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param deliveries received, sent again included
     *
     * @param waiting subjects to be looked at
     *
     * @param versions answers written
     */
    record Figures(
            long kept,
            long deliveries,
            long ignored,
            long setAside,
            long waiting,
            long customers,
            long versions,
            long breaks) {}

    Figures figures() {
        return jdbc.sql("""
                        select (select count(*) from inbox) as kept,
                               (select coalesce(sum(deliveries), 0) from inbox) as deliveries,
                               (select count(*) from inbox where state = 'IGNORED') as ignored,
                               (select count(*) from inbox where state in ('QUARANTINED', 'REJECTED_MODE')) as set_aside,
                               (select count(*) from subject where waits and due_at <= clock_timestamp())
                                   as waiting,
                               (select count(*) from customer) as customers,
                               (select count(*) from entitlement_history) as versions,
                               (select count(*) from break where resolved_at is null) as breaks
                        """)
                .query((row, n) -> new Figures(
                        row.getLong("kept"),
                        row.getLong("deliveries"),
                        row.getLong("ignored"),
                        row.getLong("set_aside"),
                        row.getLong("waiting"),
                        row.getLong("customers"),
                        row.getLong("versions"),
                        row.getLong("breaks")))
                .single();
    }

    /** So far a page counts while somebody waits for it. */
    private static final int ENOUGH = 1_000;

    /**
     * What is left to do.
     *
     * @param breaks open ones, {@code 1,000+} when nobody counted further
     * @param waiting subjects that are due to be fetched
     */
    record Left(String breaks, String waiting) {}

    Left left() {
        return jdbc.sql("""
                        select (select count(*) from (select from break where resolved_at is null limit :some) as open) as breaks,
                               (select count(*) from (select from subject where waits and due_at <= clock_timestamp()
                                                      limit :some) as due) as waiting
                        """)
                .param("some", ENOUGH + 1)
                .query((row, n) -> new Left(some(row.getLong("breaks")), some(row.getLong("waiting"))))
                .single();
    }

    private static String some(long counted) {
        return counted > ENOUGH ? "1,000+" : Long.toString(counted);
    }

    record Arrival(Instant at, String type, @Nullable String subject, String state, int deliveries) {}

    List<Arrival> arrivals(int atMost) {
        return jdbc.sql("""
                        select received_at, coalesce(type, 'unreadable') as type, subject_id, state, deliveries
                        from inbox order by id desc limit :atMost
                        """)
                .param("atMost", atMost)
                .query((row, n) -> new Arrival(
                        instant(row, "received_at"),
                        row.getString("type"),
                        row.getString("subject_id"),
                        row.getString("state").toLowerCase(java.util.Locale.ROOT),
                        row.getInt("deliveries")))
                .list();
    }

    /** A version of somebody's answer and what brought it about. */
    record Decided(
            Instant at,
            String customer,
            @Nullable String name,
            long version,
            String cause,
            @Nullable String event) {}

    List<Decided> decisions(int atMost) {
        return jdbc.sql("""
                        select h.recorded, h.customer_key, coalesce(c.name, c.billing_name) as name, h.version,
                               h.cause ->> 'kind' as cause, h.cause -> 'events' ->> 0 as event
                        from entitlement_history h join customer c on c.key = h.customer_key
                        order by h.recorded desc limit :atMost
                        """)
                .param("atMost", atMost)
                .query((row, n) -> new Decided(
                        instant(row, "recorded"),
                        row.getString("customer_key"),
                        row.getString("name"),
                        row.getLong("version"),
                        row.getString("cause"),
                        row.getString("event")))
                .list();
    }

    record Buyer(
            String key,
            @Nullable String name,
            @Nullable String country,
            long version,
            @Nullable Instant changed) {}

    List<Buyer> customers(int atMost) {
        return jdbc.sql("""
                        select c.key, coalesce(c.name, c.billing_name) as name, coalesce(c.country, c.billing_country) as country,
                               c.version, e.recorded
                        from customer c left join entitlement e on e.customer_key = c.key
                        order by c.key limit :atMost
                        """)
                .param("atMost", atMost)
                .query((row, n) -> {
                    OffsetDateTime recorded = row.getObject("recorded", OffsetDateTime.class);
                    return new Buyer(
                            row.getString("key"),
                            row.getString("name"),
                            row.getString("country"),
                            row.getLong("version"),
                            recorded == null ? null : recorded.toInstant());
                })
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
