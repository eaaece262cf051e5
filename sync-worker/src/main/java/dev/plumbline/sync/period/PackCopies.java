package dev.plumbline.sync.period;

import dev.plumbline.sync.sheet.Shape;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a pack takes over from the runs it is of: as each account's last one told it, or of all of them. By the database alone. */
@Repository
class PackCopies {
    /** Told by each report whole, so the last one's is the month's. */
    private static final List<Shape> OF_THE_LAST = List.of(
            PackPart.CONTROL_TOTALS,
            PackPart.OVERRIDES,
            PackPart.PROMOTIONS,
            PackPart.LEGACY_VERSIONS,
            PackPart.COVERAGE);

    private final JdbcClient jdbc;

    PackCopies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param facts what the pack says of itself, before what the last reports say of theirs */
    void keep(YearMonth month, int version, Map<String, String> facts) {
        summary(month, version, facts);
        runs(month, version);
        OF_THE_LAST.forEach(part -> ofTheLast(month, version, part));
        material(month, version);
        corrections(month, version);
        excluded(month, version);
    }

    private void summary(YearMonth month, int version, Map<String, String> facts) {
        insert(month, version, PackPart.SUMMARY, """
                select row_number() over (order by first, n, provider, account, line), cells
                from (select 1 as first, n, '' as provider, '' as account, 0 as line, jsonb_build_array(what, value) as cells
                      from unnest(:what::text[], :value::text[]) with ordinality as fact (what, value, n)
                      union all
                      select 2, 0, q.provider, q.account, l.line,
                             jsonb_build_array(q.provider || '/' || q.account || '.' || (l.cells ->> 0), l.cells -> 1)
                      from period_pack_run q join reconciliation_report_line l on l.run = q.run and l.section = 'summary'
                      where q.month = :month and q.version = :version and q.last) as told
                """)
                .param("what", facts.keySet().toArray(String[]::new))
                .param("value", facts.values().toArray(String[]::new))
                .update();
    }

    private void runs(YearMonth month, int version) {
        insert(month, version, PackPart.RUNS, """
                select row_number() over (order by q.number),
                       jsonb_build_array(q.run, q.provider || '/' || q.account, r.business_date, r.mode, r.status, r.requested_by,
                                         to_char(t.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), t.content_sha256, q.last)
                from period_pack_run q
                join reconciliation r on r.id = q.run
                join reconciliation_report t on t.run = q.run
                where q.month = :month and q.version = :version
                """).update();
    }

    private void ofTheLast(YearMonth month, int version, Shape part) {
        insert(month, version, part, """
                select row_number() over (order by q.provider, q.account, l.line),
                       jsonb_build_array(q.provider || '/' || q.account) || l.cells
                from period_pack_run q join reconciliation_report_line l on l.run = q.run and l.section = :section
                where q.month = :month and q.version = :version and q.last
                """).update();
    }

    /** With who handles it and what was said of it: by now, while it is open, for that is what is signed. */
    private void material(YearMonth month, int version) {
        insert(month, version, PackPart.MATERIAL, """
                select row_number() over (order by i.currency, i.amount desc, i.line),
                       jsonb_build_array(i.break, i.provider || '/' || i.account, i.type, i.severity, i.side, i.customer_key,
                                         i.provider_customer, i.detail, i.age_days, i.entered, i.left_as, i.amount, i.currency,
                                         i.threshold, case when i.left_as is null then b.assignee else i.assignee end,
                                         case when i.left_as is null then b.reason_code else i.reason_code end, i.comment,
                                         to_char(b.waived_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                         b.waived_by, b.waived_reason)
                from period_pack_item i join break b on b.id = i.break
                where i.month = :month and i.version = :version and i.material
                """).update();
    }

    /** What runs of the month applied because it differed, whatever it was worth. */
    private void corrections(YearMonth month, int version) {
        insert(month, version, PackPart.CORRECTIONS, """
                select row_number() over (order by q.number, d.provider_customer),
                       jsonb_build_array(d.run, q.provider || '/' || q.account, d.provider_customer, d.customer_key, d.why,
                                         d.before_version, d.after_version, to_char(d.looked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                from period_pack_run q join reconciliation_difference d on d.run = q.run and d.outcome = 'REPAIRED'
                where q.month = :month and q.version = :version and not q.carried
                """).update();
    }

    /** What the figures are not of: runs without a report, customers of whom the last run could not say, and what was not compared. */
    private void excluded(YearMonth month, int version) {
        insert(month, version, PackPart.EXCLUDED, """
                select row_number() over (order by kind, account, ref, why), jsonb_build_array(kind, account, ref, why, count)
                from (select 'run' as kind, r.provider || '/' || r.account as account, r.id::text as ref,
                             r.status || coalesce(': ' || coalesce(r.failure, r.hold_reason), '') as why, 1 as count
                      from reconciliation r
                      where r.business_date >= :from and r.business_date < :until
                        and not exists (select from period_pack_run q
                                        where q.month = :month and q.version = :version and q.run = r.id)
                      union all
                      select 'customer', q.provider || '/' || q.account, d.provider_customer,
                             coalesce(d.outcome, 'NOT_LOOKED_AT') || coalesce(': ' || d.error, ''), cardinality(d.subscriptions)
                      from period_pack_run q join reconciliation_difference d on d.run = q.run
                      where q.month = :month and q.version = :version and q.last
                        and coalesce(d.outcome, '') not in ('REPAIRED', 'WOULD_REPAIR', 'UNCHANGED')
                      union all
                      select 'control-total', q.provider || '/' || q.account, l.cells ->> 0,
                             concat_ws(': ', l.cells ->> 1, l.cells ->> 2), sum((l.cells ->> 4)::bigint)
                      from period_pack_run q
                      join reconciliation_report_line l on l.run = q.run and l.section = 'control-totals'
                      where q.month = :month and q.version = :version and q.last
                        and l.cells ->> 1 not in ('matched', 'broken', 'total')
                      group by q.provider, q.account, l.cells ->> 0, l.cells ->> 1, l.cells ->> 2
                      union all
                      select 'promotions', q.provider || '/' || q.account, q.run::text, 'its report is of before they were told', 0
                      from period_pack_run q join reconciliation_report t on t.run = q.run
                      where q.month = :month and q.version = :version and q.last and t.format < 2
                      union all
                      select 'auto-corrections', q.provider || '/' || q.account, q.run::text, 'kept no longer: ' || d.key,
                             d.value::bigint
                      from period_pack_run q join reconciliation r on r.id = q.run,
                           jsonb_each_text(r.forgotten_differences) d
                      where q.month = :month and q.version = :version and not q.carried) as left_out
                """)
                .param("from", month.atDay(1))
                .param("until", month.plusMonths(1).atDay(1))
                .update();
    }

    /** @param select the number of each line, from 1, and its cells */
    private JdbcClient.StatementSpec insert(YearMonth month, int version, Shape part, String select) {
        return jdbc.sql("insert into period_pack_line (month, version, section, line, cells)"
                        + " select :month, :version, :section, line - 1, cells from (" + select
                        + ") as told (line, cells)")
                .param("month", month.toString())
                .param("version", version)
                .param("section", part.key());
    }
}
