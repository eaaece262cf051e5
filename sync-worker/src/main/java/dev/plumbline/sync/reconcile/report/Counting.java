package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts what was listed and what was held, bucket by bucket. */
@Repository
class Counting {
    /** What one row is worth: money of what runs. */
    private static final String WORTH = """
                       case when not r.live then 'none' when r.amount is null then 'unknown' else r.currency end as currency,
                       case when r.live then round(r.amount) end as amount
            """;

    /**
     * What was listed is read once and each asked whether it is among the few: as a truth value, or the planner, who knows
     * nothing yet of rows of this minute, may read all that was listed for each of the few.
     */
    private static final String DIFFERS =
            " (r.provider_customer in (select provider_customer from reconciliation_difference where run = :run)) ";

    /**
     * Of those who do not differ, all at once: what they have is listed once each, or they would differ in number. It is the same
     * on both sides, in content and so in money.
     */
    private static final String SAME = """
            with same as (
                select w.currency, count(*) as count, sum(w.amount)::bigint as amount
                from (select
            """ + WORTH + """
                      from reconciliation_row r
                      where r.run = :run
                        and""" + DIFFERS + """
                       is not true) w
                group by w.currency
            )
            """;

    /** A subscription that moved while the list was read can be on two pages: what was read last counts. */
    private static final String LISTED = SAME + """
            , listed as (
                select d.provider_customer, r.subscription, d.outcome, d.held, r.subscription = any(d.subscriptions) as differs,
                       row_number() over (partition by r.provider_customer, r.subscription
                                          order by r.fence desc, r.slice desc, r.place desc) as nth,
            """ + WORTH + """
                from (select r.*, r.ctid as place from reconciliation_row r
                      where r.run = :run
                        and""" + DIFFERS + """
                       is true) r
                join reconciliation_difference d on d.run = :run and d.provider_customer = r.provider_customer
            )
            """;

    private static final String THEIRS = """
            , theirs as (
                select case when l.nth > 1 then 'ignored' when not l.differs then 'matched'
                            else coalesce(b.bucket, 'in-flight') end as bucket,
                       case when l.nth = 1 and l.differs then l.outcome end as outcome, l.currency, 1 as count, l.amount
                from listed l
                left join reconciliation_bucket b on b.run = :run and b.provider_customer = l.provider_customer
                union all
                select 'matched', null, currency, count, amount from same
            )
            select bucket, outcome, currency, sum(count) as count, sum(amount)::bigint as amount
            from theirs group by 1, 2, 3 order by 1, 2 nulls first, 3
            """;

    /**
     * Of a subject that differs, as much was held as was counted when both sides were compared; what a look found of it may be
     * older or newer, and is then worth nobody knows what.
     */
    private static final String OURS = """
            , agreed as (
                select * from listed where nth = 1 and not differs
            ), agreed_of as (
                select provider_customer, count(*) as count, min(held) as held from agreed group by provider_customer
            ), differing as (
                select coalesce(b.bucket, 'in-flight') as bucket, d.outcome, coalesce(b.held, '[]') as sums, d.held - least(d.held, coalesce(a.count, 0)) as count,
                       (select coalesce(sum(one.count), 0)
                        from jsonb_to_recordset(b.held) as one (count bigint)) as seen
                from reconciliation_difference d
                left join reconciliation_bucket b on b.run = d.run and b.provider_customer = d.provider_customer
                left join agreed_of a on a.provider_customer = d.provider_customer
                where d.run = :run
            ), ours as (
                select 'matched' as bucket, null::text as outcome, currency, count, amount from same
                union all
                select 'matched', null, a.currency, 1, a.amount
                from agreed a join agreed_of o on o.provider_customer = a.provider_customer
                where o.count <= o.held
                union all
                select 'matched', null, 'unknown', held, null from agreed_of where count > held and held > 0
                union all
                select d.bucket, d.outcome, one.currency, one.count, one.amount
                from differing d
                cross join lateral jsonb_to_recordset(d.sums) as one (currency text, count bigint, amount bigint)
                where d.seen = d.count
                union all
                select bucket, outcome, 'unknown', count, null from differing where seen <> count and count > 0
            )
            select bucket, outcome, currency, sum(count) as count, sum(amount)::bigint as amount
            from ours group by 1, 2, 3 order by 1, 2 nulls first, 3
            """;

    /** A million rows are sorted in memory, where the default would write them to disk. */
    private static final String MEMORY = "set local work_mem = '192MB'";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Counting(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** What the account bills a month, as far as it was listed. */
    List<Sum> listedMoney(long run) {
        return jdbc.sql("select currency, count(*) as count, sum(amount)::bigint as amount from (select " + WORTH + """
                         from reconciliation_row r where r.run = :run) listed group by currency order by currency
                        """)
                .param("run", run)
                .query((row, n) ->
                        new Sum(row.getString("currency"), row.getLong("count"), row.getObject("amount", Long.class)))
                .list();
    }

    ControlTotals totals(ReconciliationRun run) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql(MEMORY).update();
            return counted(run);
        }));
    }

    private ControlTotals counted(ReconciliationRun run) {
        var lines = new ArrayList<ControlTotals.Line>();
        lines.addAll(jdbc.sql(LISTED + THEIRS)
                .param("run", run.id())
                .query((row, n) -> line(ControlTotals.PROVIDER, row))
                .list());
        lines.addAll(ours(run.id()));
        lines.addAll(usage(run.id()));
        return new ControlTotals(
                lines, number(run.id(), "listed"), number(run.id(), "held_here"), listedMoney(run.id()));
    }

    private long number(long run, String column) {
        return jdbc.sql("select listed, held_here from reconciliation where id = :run")
                .param("run", run)
                .query((row, n) -> row.getLong(column))
                .single();
    }

    private List<ControlTotals.Line> ours(long run) {
        return jdbc.sql(LISTED + OURS)
                .param("run", run)
                .query((row, n) -> line(ControlTotals.OURS, row))
                .list();
    }

    /** Items that are paid by use: what it is about each, or why nobody can say. */
    private List<ControlTotals.Line> usage(long run) {
        return jdbc.sql("""
                        select u.outcome as bucket, u.why as outcome, sum(u.items) as count, sum(f.amount)::bigint as amount,
                               case when f.amount is not null then f.currency when f.money_unknown then 'unknown'
                                    else 'none' end as currency
                        from reconciliation_usage u
                        left join reconciliation_finding f on f.run = u.run and f.fingerprint = u.fingerprint
                        where u.run = :run group by 1, 2, 5 order by 1, 2 nulls first, 5
                        """)
                .param("run", run)
                .query((row, n) -> line(ControlTotals.USAGE, row))
                .list();
    }

    private static ControlTotals.Line line(String side, ResultSet row) throws SQLException {
        return new ControlTotals.Line(
                side,
                row.getString("bucket"),
                row.getString("outcome"),
                new Sum(row.getString("currency"), row.getLong("count"), row.getObject("amount", Long.class)));
    }
}
