package dev.plumbline.sync.period;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a roll-forward has to say, worked out from nothing but the breaks as they stood at the end of each night: the table is
 * copied then, and two copies are held against each other. Of what a run told nothing is read here.
 */
final class RawNights {
    private final JdbcClient sql;
    private int nights;

    RawNights(JdbcClient sql) {
        this.sql = sql;
        sql.sql("""
                create table raw_seen (night int, id bigint, opened_at timestamptz, is_open boolean, is_over boolean, how_left text, currency text, amount bigint,
                                       primary key (night, id));
                create table raw_event (night int, id bigint, entered text, how_left text, currency_before text, amount_before bigint,
                                        currency text, amount bigint, opened_at timestamptz, primary key (night, id))
                """).update();
    }

    /** The night is over: how the table looks by now, and what came of it since the night before. */
    int over() {
        nights++;
        sql.sql("""
                insert into raw_seen
                select :night, b.id, b.opened_at, b.resolved_at is null and (b.waived_until is null or b.waived_until <= now()),
                       b.resolved_at is not null,
                       case when b.resolved_at is null then 'accepted'
                            when r.closes_as in ('accepted', 'auto-cleared') then r.closes_as else 'fixed' end,
                       case when b.amount is not null then b.currency when b.money_unknown then 'unknown' else 'none' end, b.amount
                from break b left join break_reason r on r.code = b.reason_code
                """).param("night", nights).update();
        sql.sql("""
                insert into raw_event
                select :night, n.id,
                       case when p.is_open then 'opening'
                            when exists (select from raw_event e where e.id = n.id) then 'reopened' else 'new' end,
                       case when not n.is_open then n.how_left end,
                       case when p.is_open then p.currency end, case when p.is_open then p.amount end, n.currency, n.amount, n.opened_at
                from raw_seen n left join raw_seen p on p.night = :night - 1 and p.id = n.id
                where n.night = :night
                  and (coalesce(p.is_open, false) or n.is_open
                       -- It came and went within one night: for the first time, or once more.
                       or p.id is null or n.is_over and n.opened_at > p.opened_at)
                """).param("night", nights).update();
        return nights;
    }

    /** Of one night. */
    Map<String, String> rollForward(int night) {
        return rollForward("select * from raw_event where night = " + night);
    }

    /**
     * Of several nights, each break once: how it came first and how it left last.
     *
     * @param began what had opened before then, and is told of for the first time, is of a period before
     */
    Map<String, String> rollForward(int first, int last, String began) {
        return rollForward("""
                select l.night, l.id,
                       case when f.entered = 'new' and f.opened_at < timestamptz '%s' then 'prior-period' else f.entered end as entered,
                       l.how_left, f.currency_before, f.amount_before, l.currency, l.amount, l.opened_at
                from raw_event f join raw_event l on l.id = f.id
                where f.night = (select min(e.night) from raw_event e where e.id = f.id and e.night between %2$d and %3$d)
                  and l.night = (select max(e.night) from raw_event e where e.id = f.id and e.night between %2$d and %3$d)
                """.formatted(began, first, last));
    }

    /** By currency and line, what there is of it: how many, and what they are worth. */
    private Map<String, String> rollForward(String events) {
        var lines = new TreeMap<String, String>();
        sql.sql("with e as (" + events + """
                ), line as (
                    select currency_before as currency, 'opening' as line, 1 as n, amount_before as amount from e where entered = 'opening'
                    union all select currency, entered, 1, amount from e where entered <> 'opening'
                    union all select currency, coalesce(how_left, 'closing'), 1, amount from e
                    union all select currency_before, 'revalued', -1, -amount_before from e
                              where entered = 'opening' and (currency_before, amount_before) is distinct from (currency, amount)
                    union all select currency, 'revalued', 1, amount from e
                              where entered = 'opening' and (currency_before, amount_before) is distinct from (currency, amount))
                select currency || ' ' || line as key, sum(n) || ' ' || coalesce(sum(amount), 0) as sum from line
                group by 1 having sum(n) <> 0 or coalesce(sum(amount), 0) <> 0
                """).query(row -> {
            lines.put(row.getString("key"), row.getString("sum"));
        });
        return lines;
    }

    /** Whether opening and all that came, less all that left, is closing: in count and money, each currency by itself. */
    static Map<String, List<Long>> off(Map<String, String> lines) {
        var sums = new TreeMap<String, List<Long>>();
        lines.forEach((key, sum) -> {
            String line = key.substring(key.indexOf(' ') + 1);
            long sign = List.of("fixed", "accepted", "auto-cleared", "moved", "closing")
                            .contains(line)
                    ? -1
                    : 1;
            String[] both = sum.split(" ", -1);
            sums.merge(
                    key.substring(0, key.indexOf(' ')),
                    List.of(sign * Long.parseLong(both[0]), sign * Long.parseLong(both[1])),
                    (a, b) -> List.of(a.getFirst() + b.getFirst(), a.getLast() + b.getLast()));
        });
        sums.values().removeIf(sum -> sum.equals(List.of(0L, 0L)));
        return sums;
    }
}
