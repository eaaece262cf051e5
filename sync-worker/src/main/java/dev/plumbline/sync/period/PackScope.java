package dev.plumbline.sync.period;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which reports a month's pack is made of. Reports of an account follow one another in the order in which they were made, and
 * each goes on from the one before; so a pack takes all of them since the pack before, up to the last whose business date is in
 * the month or earlier. Each report is in one pack then, and what one month closes with the next one opens with.
 */
@Repository
class PackScope {
    private final JdbcClient jdbc;

    PackScope(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The pack before: of the last month before that has one, whatever became of it since. */
    record Previous(YearMonth month, int version, Period.State state) {}

    Optional<Previous> previous(YearMonth month) {
        return neighbour("month < :month order by month desc", month);
    }

    /** A later month that is locked: it goes on from what the earlier ones ended with. */
    Optional<Previous> lockedLater(YearMonth month) {
        return neighbour("month > :month and state = 'locked' order by month", month);
    }

    private Optional<Previous> neighbour(String which, YearMonth month) {
        return jdbc.sql("select month, version, state from finance_period where version > 0 and " + which + " limit 1")
                .param("month", month.toString())
                .query((row, n) -> new Previous(
                        YearMonth.parse(row.getString("month")),
                        row.getInt("version"),
                        Period.State.of(row.getString("state"))))
                .optional();
    }

    private static final String SCOPE = """
            with before as (
                select q.provider, q.account, q.number from period_pack_run q
                where q.month = :previousMonth and q.version = :previousVersion and q.last
            ), dated as (
                select t.provider, t.account, t.run, t.number, r.business_date, t.content_sha256 is not null as told
                from reconciliation_report t join reconciliation r on r.id = t.run
            ), ended as (
                select provider, account, max(number) as number from dated
                where told and business_date < :until group by provider, account
            ), began as (
                select provider, account, min(number) as number from dated
                where business_date >= :from and business_date < :until group by provider, account
            ), span as (
                select provider, account,
                       greatest(ended.number, before.number) as through,
                       case when before.number is not null then before.number
                            -- Its first: with the first report of the month, or of all times where a pack is there before it.
                            when :previousMonth <> '' then 0
                            else coalesce(began.number - 1, ended.number) end as since
                from ended left join before using (provider, account) left join began using (provider, account)
            ), taken as (
                select d.provider, d.account, d.run, d.number, d.number = s.through as last,
                       d.number <= s.since as carried
                from span s join dated d on d.provider = s.provider and d.account = s.account
                where d.number > s.since and d.number <= s.through
                   or s.since >= s.through and d.number = s.through
            )
            """;

    /** Taken down for good; how many of them are of this month. */
    int keep(YearMonth month, int version, Optional<Previous> previous) {
        return of(SCOPE + """
                        , kept as (
                            insert into period_pack_run (month, version, run, number, provider, account, last, carried)
                            select :month, :version, run, number, provider, account, last, carried from taken
                            returning carried
                        )
                        select count(*) from kept where not carried
                        """, month, previous)
                .param("month", month.toString())
                .param("version", version)
                .query(Integer.class)
                .single();
    }

    /** Whether a pack made now would be of the very same reports: one that was made anew since, as of a run let go, has another number. */
    boolean isStillOf(YearMonth month, int version, Optional<Previous> previous) {
        return of(SCOPE + """
                        select not exists (select run, number, carried from taken
                                           except
                                           select run, number, carried from period_pack_run
                                           where month = :month and version = :version)
                           and not exists (select run, number, carried from period_pack_run
                                           where month = :month and version = :version
                                           except
                                           select run, number, carried from taken)
                           and exists (select from period_pack
                                       where month = :month and version = :version
                                         and coalesce(previous_month, '') = :previousMonth
                                         and coalesce(previous_version, 0) = :previousVersion)
                        """, month, previous)
                .param("month", month.toString())
                .param("version", version)
                .query(Boolean.class)
                .single();
    }

    private JdbcClient.StatementSpec of(String sql, YearMonth month, Optional<Previous> previous) {
        return jdbc.sql(sql)
                .param("from", month.atDay(1))
                .param("until", month.plusMonths(1).atDay(1))
                .param(
                        "previousMonth",
                        previous.map(one -> one.month().toString()).orElse(""))
                .param("previousVersion", previous.map(Previous::version).orElse(0));
    }

    /** Of the month, and not at their end: what they find would be missing. By number, with what they are doing. */
    Map<Long, String> open(YearMonth month) {
        var open = new TreeMap<Long, String>();
        jdbc.sql("""
                        select id, status from reconciliation
                        where business_date >= :from and business_date < :until and status in ('PENDING', 'RUNNING')
                        """)
                .param("from", month.atDay(1))
                .param("until", month.plusMonths(1).atDay(1))
                .query(row -> {
                    open.put(row.getLong("id"), row.getString("status"));
                });
        return open;
    }

    /** Reports that the month's figures are of, each account's in their order. */
    List<Long> runs(YearMonth month, int version) {
        return jdbc.sql("select run from period_pack_run where month = :month and version = :version order by number")
                .param("month", month.toString())
                .param("version", version)
                .query((row, n) -> row.getLong("run"))
                .list();
    }
}
