package dev.plumbline.sync.period;

import java.time.YearMonth;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * One line for each break of the month: how it came by the first report that told of it, how it left by the last one. So a break
 * that came and went five times is counted once, and the lines add up to the roll-forward.
 */
@Repository
class PackItems {
    private final JdbcClient jdbc;

    PackItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param zone of business dates: what opened before the month began there, and is told of for the first time, belongs to a
     *     month before, which may be locked
     */
    long keep(YearMonth month, int version, String zone) {
        return jdbc.sql("""
                        with told as (
                            select q.provider, q.account, q.number, t.*
                            from period_pack_run q join break_told t on t.run = q.run
                            where q.month = :month and q.version = :version and not q.carried
                        ), first as (
                            select distinct on (provider, account, break) provider, account, break, entered,
                                   opening_amount, opening_currency, opened_at
                            from told order by provider, account, break, number
                        ), latest as (
                            select distinct on (provider, account, break) * from told
                            order by provider, account, break, number desc
                        ), item as (
                            select l.provider, l.account, l.break, l.type, l.severity, l.side, l.customer_key, l.provider_customer,
                                   l.detail, l.opened_at, l.age_days, l.left_as, l.amount, l.currency, l.reason_code, l.cause,
                                   l.assignee, f.opening_amount, f.opening_currency,
                                   case when f.entered = 'new' and f.opened_at < (:from::date)::timestamp at time zone :zone
                                        then 'prior-period' else f.entered end as entered
                            from latest l join first f using (provider, account, break)
                            union all
                            -- Nothing was compared: what was open at the end of the last report still is.
                            select q.provider, q.account, t.break, t.type, t.severity, t.side, t.customer_key, t.provider_customer,
                                   t.detail, t.opened_at, t.age_days, null, t.amount, t.currency, t.reason_code, t.cause,
                                   t.assignee, t.amount, t.currency, 'opening'
                            from period_pack_run q join break_told t on t.run = q.run
                            where q.month = :month and q.version = :version and q.carried and t.left_as is null
                        ), threshold as (
                            select distinct on (q.provider, q.account, substr(l.cells ->> 0, 10))
                                   q.provider, q.account, substr(l.cells ->> 0, 10) as currency, (l.cells ->> 1)::bigint as amount
                            from period_pack_run q join reconciliation_report_line l on l.run = q.run
                            where q.month = :month and q.version = :version
                              and l.section = 'summary' and l.cells ->> 0 like 'material.%'
                            order by q.provider, q.account, substr(l.cells ->> 0, 10), q.number desc
                        )
                        insert into period_pack_item
                            (month, version, line, break, provider, account, type, severity, side, customer_key, provider_customer,
                             detail, opened_at, age_days, age, entered, left_as, opening_amount, opening_currency, amount,
                             currency, material, threshold, reason_code, cause, assignee, comment)
                        select :month, :version, row_number() over (order by i.provider, i.account, i.break), i.break, i.provider,
                               i.account, i.type, i.severity, i.side, i.customer_key, i.provider_customer, i.detail, i.opened_at,
                               i.age_days,
                               case when i.age_days <= 1 then '0-1' when i.age_days <= 7 then '2-7'
                                    when i.age_days <= 30 then '8-30' when i.age_days <= 60 then '31-60' else '60+' end,
                               i.entered, i.left_as, i.opening_amount, i.opening_currency, i.amount, i.currency,
                               coalesce(i.amount >= t.amount, false), t.amount, i.reason_code, i.cause, i.assignee, b.comment
                        from item i
                        join break b on b.id = i.break
                        left join threshold t on t.provider = i.provider and t.account = i.account and t.currency = i.currency
                        """)
                .param("month", month.toString())
                .param("version", version)
                .param("from", month.atDay(1))
                .param("zone", zone)
                .update();
    }
}
