package dev.plumbline.sync.reconcile.usage;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The metered use that a run compares. Each statement takes all of it, or a page, and may be made twice. */
@Repository
class UsageRows {
    /**
     * Of what runs now, the period that goes on; and of each period that a run before saw only a part of, the whole, once it is
     * over. What the provider still takes reports for is 35 days.
     */
    private static final String PLAN = """
            with item as (
                select s.provider_customer, coalesce(p.meter, '') as meter,
                       date_trunc('minute', coalesce((billed ->> 'periodStart')::timestamptz, 'epoch')) as period_from,
                       coalesce((billed ->> 'periodEnd')::timestamptz, 'epoch') as period_end, p.amount, p.currency
                from billing_snapshot s
                cross join lateral jsonb_array_elements(s.snapshot -> 'subscriptions') as subscription
                cross join lateral jsonb_array_elements(subscription -> 'items') as billed
                left join provider_price p on p.provider = s.provider and p.account = s.account
                                          and p.price = billed ->> 'price'
                where s.provider = :provider and s.account = :account
                  and subscription ->> 'status' = any(:giving) and billed -> 'quantity' is null
            ), goes_on as (
                select provider_customer, meter, period_from, max(period_end) as period_end, count(*) as items,
                       case when count(distinct (amount, currency)) = 1 then min(amount) end as unit_amount,
                       min(currency) as currency
                from item group by provider_customer, meter, period_from
            ), seen as (
                select distinct on (u.provider_customer, u.meter, u.period_from)
                       u.provider_customer, u.meter, u.period_from, u.period_until, u.period_end, u.items, u.unit_amount,
                       u.currency
                from reconciliation_usage u join reconciliation r on r.id = u.run
                where r.provider = :provider and r.account = :account and u.run < :run
                  and u.outcome in ('matched', 'broken') and u.period_end > :settled::timestamptz - interval '35 days'
                order by u.provider_customer, u.meter, u.period_from, u.run desc
            ), compared as (
                select * from goes_on
                union all
                select provider_customer, meter, period_from, period_end, items, unit_amount, currency from seen
                where period_end <= :settled and period_until < date_trunc('minute', period_end)
                  and not exists (select from goes_on g where (g.provider_customer, g.meter, g.period_from)
                                                            = (seen.provider_customer, seen.meter, seen.period_from))
            ), planned as (
                select c.*, date_trunc('minute', least(c.period_end, :settled)) as period_until, l.customer_key,
                       case when c.meter = '' then 'no-meter-there' when l.customer_key is null then 'unlinked'
                            when c.period_from = 'epoch' or c.period_end = 'epoch' then 'period-unknown'
                            when date_trunc('minute', least(c.period_end, :settled)) <= c.period_from then 'too-young'
                            end as why
                from compared c
                left join customer_link l on l.provider = :provider and l.account = :account
                                         and l.provider_customer = c.provider_customer
            )
            insert into reconciliation_usage (run, attempt, provider_customer, meter, period_from, period_until, period_end,
                                              items, fingerprint, customer_key, unit_amount, currency, outcome, why)
            select :run, :attempt, provider_customer, meter, period_from, period_until, period_end, items,
                   'USAGE_GAP:' || :provider || '/' || :account || '/' || provider_customer || ':' || meter || ':'
                       || to_char(period_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'),
                   customer_key, unit_amount, currency, case when why is not null then 'not-compared' end, why
            from planned
            on conflict do nothing
            """;

    private final JdbcClient jdbc;

    UsageRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param settled what was used by then is reported everywhere by now */
    void plan(ReconciliationRun run, Instant settled) {
        of(run, "delete from reconciliation_usage where run = :run and attempt <> :attempt")
                .param("attempt", run.attempt())
                .update();
        of(run, PLAN)
                .param("attempt", run.attempt())
                .param("provider", run.account().provider().key())
                .param("account", run.account().name())
                .param("settled", time(settled))
                .param(
                        "giving",
                        Arrays.stream(BillingStatus.values())
                                .filter(BillingStatus::givesPhase)
                                .map(Enum::name)
                                .toArray(String[]::new))
                .update();
    }

    long count(ReconciliationRun run) {
        return of(run, "select count(*) from reconciliation_usage where run = :run")
                .query(Long.class)
                .single();
    }

    boolean areDecided(ReconciliationRun run) {
        return of(run, "select not exists (select from reconciliation_usage where run = :run and outcome is null)")
                .query(Boolean.class)
                .single();
    }

    /** All that nothing was said of yet. */
    void leaveTheRest(ReconciliationRun run, NotCompared why) {
        of(run, """
                        update reconciliation_usage set outcome = 'not-compared', why = :why
                        where run = :run and outcome is null
                        """).param("why", why.key()).update();
    }

    /** By which meter of ours each of theirs is counted; what they do not have, and what nobody can tell apart, is left. */
    void match(ReconciliationRun run, Map<String, MeterMatch> matches) {
        List<Map.Entry<String, MeterMatch>> all = List.copyOf(matches.entrySet());
        of(run, """
                        update reconciliation_usage u
                        set our_meter = m.ours, why = coalesce(m.why, case when m.theirs is null then 'no-meter-there' end),
                            outcome = case when m.ours is null then 'not-compared' end
                        from reconciliation_usage one
                        left join unnest(:theirs::text[], :ours::text[], :why::text[]) as m (theirs, ours, why)
                            on m.theirs = one.meter
                        where one.run = :run and one.outcome is null
                          and (u.run, u.provider_customer, u.meter, u.period_from)
                            = (one.run, one.provider_customer, one.meter, one.period_from)
                        """)
                .param("theirs", all.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param("ours", all.stream().map(one -> ours(one.getValue())).toArray(String[]::new))
                .param("why", all.stream().map(one -> why(one.getValue())).toArray(String[]::new))
                .update();
        of(run, """
                        update reconciliation_usage u set outcome = 'not-compared', why = 'several-accounts'
                        where u.run = :run and u.outcome is null
                          and exists (select from customer_link l
                                      join billing_snapshot s using (provider, account, provider_customer)
                                      where l.customer_key = u.customer_key
                                        and (l.provider, l.account, l.provider_customer)
                                          <> (:provider, :account, u.provider_customer)
                                        and jsonb_path_exists(s.snapshot,
                                                '$.subscriptions[*].items[*] ? (!exists(@.quantity))'))
                        """)
                .param("provider", run.account().provider().key())
                .param("account", run.account().name())
                .update();
    }

    private static @Nullable String ours(MeterMatch match) {
        return match instanceof MeterMatch.To(var meter) ? meter.key() : null;
    }

    private static @Nullable String why(MeterMatch match) {
        return match instanceof MeterMatch.Not(var why) ? why.key() : null;
    }

    /** The next that nobody was asked about. */
    List<UsageRow> toAsk(ReconciliationRun run, int atMost) {
        return of(run, """
                        select * from reconciliation_usage where run = :run and outcome is null and asked_at is null
                        order by provider_customer, meter, period_from limit :atMost
                        """).param("atMost", atMost).query((row, n) -> row(row)).list();
    }

    /** Both figures of a page in one statement: whoever goes on after a crash asks about the others. */
    void counted(ReconciliationRun run, List<UsageRow.Counted> counted) {
        of(run, """
                        update reconciliation_usage u
                        set there = c.there, here = c.here, asked_at = clock_timestamp(),
                            outcome = case when c.there is null then 'not-compared' end,
                            why = case when c.there is null then :notKnown end
                        from unnest(:customers::text[], :meters::text[], :froms::timestamptz[], :there::numeric[],
                                    :here::numeric[]) as c (customer, meter, period_from, there, here)
                        where u.run = :run and u.provider_customer = c.customer and u.meter = c.meter
                          and u.period_from = c.period_from
                        """)
                .param("notKnown", NotCompared.NOT_KNOWN_THERE.key())
                .param("customers", texts(counted, one -> one.row().providerCustomer()))
                .param("meters", texts(counted, one -> one.row().meter()))
                .param("froms", texts(counted, one -> one.row().from().toString()))
                .param("there", texts(counted, one -> plain(one.there())))
                .param("here", texts(counted, one -> plain(one.here())))
                .update();
    }

    /** Providers count in floating point: a billionth is none of anybody's use. */
    void decide(ReconciliationRun run) {
        of(run, """
                        update reconciliation_usage
                        set outcome = case when abs(there - here) <= 1e-9 * greatest(1, abs(there), abs(here))
                                           then 'matched' else 'broken' end
                        where run = :run and outcome is null and asked_at is not null
                        """).update();
    }

    /** What differs, in the order of its fingerprint. */
    List<UsageRow.Counted> broken(ReconciliationRun run, String after, int atMost) {
        return of(run, """
                        select * from reconciliation_usage
                        where run = :run and outcome = 'broken' and fingerprint > :after
                        order by fingerprint limit :atMost
                        """)
                .param("after", after)
                .param("atMost", atMost)
                .query((row, n) ->
                        new UsageRow.Counted(row(row), row.getBigDecimal("there"), row.getBigDecimal("here")))
                .list();
    }

    private static UsageRow row(ResultSet row) throws SQLException {
        return new UsageRow(
                row.getString("provider_customer"),
                row.getString("customer_key"),
                row.getString("meter"),
                row.getString("our_meter"),
                row.getObject("period_from", OffsetDateTime.class).toInstant(),
                row.getObject("period_until", OffsetDateTime.class).toInstant(),
                row.getString("fingerprint"),
                row.getBigDecimal("unit_amount"),
                row.getString("currency"));
    }

    private interface Text {
        @Nullable
        String of(UsageRow.Counted counted);
    }

    private static @Nullable String[] texts(List<UsageRow.Counted> counted, Text text) {
        return counted.stream().map(text::of).toArray(String[]::new);
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private JdbcClient.StatementSpec of(ReconciliationRun run, String sql) {
        return jdbc.sql(sql).param("run", run.id());
    }
}
