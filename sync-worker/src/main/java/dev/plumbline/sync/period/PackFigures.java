package dev.plumbline.sync.period;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a pack's lines add up to, and whether it does: opening and all that came, less all that left, is what is open. */
@Repository
class PackFigures {
    private final JdbcClient jdbc;

    PackFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(YearMonth month, int version) {
        of(month, version, """
                insert into period_pack_line (month, version, section, line, cells)
                with item as (
                    select * from period_pack_item where month = :month and version = :version
                ), flow as (
                    select opening_currency as currency, 'opening' as line, 1 as count, opening_amount as amount
                    from item where entered = 'opening'
                    union all
                    select currency, entered, 1, amount from item where entered <> 'opening'
                    union all
                    select opening_currency, 'revalued', -1, -opening_amount from item
                    where entered = 'opening' and (opening_amount, opening_currency) is distinct from (amount, currency)
                    union all
                    select currency, 'revalued', 1, amount from item
                    where entered = 'opening' and (opening_amount, opening_currency) is distinct from (amount, currency)
                    union all
                    select currency, coalesce(left_as, 'closing'), 1, amount from item
                ), line as (
                    select * from unnest(array['opening', 'new', 'prior-period', 'reopened', 'revalued', 'fixed', 'accepted',
                                               'auto-cleared', 'moved', 'closing']) with ordinality as line (line, n)
                ), total as (
                    select c.currency, line.line, line.n, coalesce(sum(f.count), 0) as count,
                           case when c.currency not in ('unknown', 'none') then coalesce(sum(f.amount), 0) end as amount
                    from (select distinct currency from flow) c cross join line
                    left join flow f on f.currency = c.currency and f.line = line.line
                    group by c.currency, line.line, line.n
                )
                select :month, :version, 'roll-forward', row_number() over (order by currency, n) - 1,
                       jsonb_build_array(currency, line, count, amount)
                from total
                """).update();
        of(month, version, """
                insert into period_pack_line (month, version, section, line, cells)
                select :month, :version, 'ageing',
                       row_number() over (order by type, side, severity,
                                          array_position(array['0-1', '2-7', '8-30', '31-60', '60+'], age), currency) - 1,
                       jsonb_build_array(type, side, severity, age, currency, count(*), sum(amount))
                from period_pack_item
                where month = :month and version = :version and left_as is null
                group by type, side, severity, age, currency
                """).update();
    }

    /**
     * What does not tie, for people to read; empty when all does. Held against what is not made of the same lines: the stored
     * reports of the runs, and the pack before.
     */
    List<String> flaws(YearMonth month, int version, Optional<PackScope.Previous> previous) {
        return of(month, version, """
                with line as (
                    select cells ->> 0 as currency, cells ->> 1 as line, (cells ->> 2)::bigint as count,
                           coalesce((cells ->> 3)::bigint, 0) as amount
                    from period_pack_line where month = :month and version = :version and section = 'roll-forward'
                ), comes as (
                    select currency, sum(sign * count) as count, sum(sign * amount) as amount
                    from line join (values ('opening', 1), ('new', 1), ('prior-period', 1), ('reopened', 1), ('revalued', 1),
                                           ('fixed', -1), ('accepted', -1), ('auto-cleared', -1), ('moved', -1),
                                           ('closing', -1)) as signed (line, sign) using (line)
                    group by currency
                ), reported as (
                    select l.cells ->> 0 as currency, sum((l.cells ->> 2)::bigint) as count,
                           coalesce(sum((l.cells ->> 3)::bigint), 0) as amount
                    from period_pack_run q join reconciliation_report_line l on l.run = q.run
                    where q.month = :month and q.version = :version and q.last
                      and l.section = 'roll-forward' and l.cells ->> 1 = 'closing'
                    group by 1
                ), before as (
                    select cells ->> 0 as currency, (cells ->> 2)::bigint as count, coalesce((cells ->> 3)::bigint, 0) as amount
                    from period_pack_line
                    where month = :previousMonth and version = :previousVersion and section = 'roll-forward'
                      and cells ->> 1 = 'closing'
                )
                select 'The roll-forward in ' || currency || ' is off by ' || count || ' and ' || amount as flaw from comes
                where count <> 0 or amount <> 0
                union all
                select 'It closes in ' || coalesce(l.currency, r.currency) || ' with ' || coalesce(l.amount, 0)
                       || ', and its reports with ' || coalesce(r.amount, 0)
                from (select * from line where line = 'closing') l full join reported r using (currency)
                where coalesce(l.count, 0) <> coalesce(r.count, 0) or coalesce(l.amount, 0) <> coalesce(r.amount, 0)
                union all
                select 'It opens in ' || coalesce(l.currency, b.currency) || ' with ' || coalesce(l.amount, 0)
                       || ', and the pack before closed with ' || coalesce(b.amount, 0)
                from (select * from line where line = 'opening') l full join before b using (currency)
                where :previousMonth <> ''
                  and (coalesce(l.count, 0) <> coalesce(b.count, 0) or coalesce(l.amount, 0) <> coalesce(b.amount, 0))
                """)
                .param(
                        "previousMonth",
                        previous.map(one -> one.month().toString()).orElse(""))
                .param(
                        "previousVersion",
                        previous.map(PackScope.Previous::version).orElse(0))
                .query((row, n) -> row.getString("flaw"))
                .list();
    }

    private JdbcClient.StatementSpec of(YearMonth month, int version, String sql) {
        return jdbc.sql(sql).param("month", month.toString()).param("version", version);
    }
}
