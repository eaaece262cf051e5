package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.finding.Difference;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Breaks over runs: opened, still open, closed, opened again. Each statement takes all of them, and may be made twice. */
@Repository
class BreaksOfRun {
    /** Found by looks at differences alone: what such a run does not find again is over. */
    private static final List<BreakType> OF_DIFFERENCES = List.of(
            BreakType.PAID_BUT_BLOCKED,
            BreakType.UNPAID_BUT_ACTIVE,
            BreakType.PLAN_MISMATCH,
            BreakType.QUANTITY_MISMATCH,
            BreakType.LIMIT_MISMATCH,
            BreakType.TERM_OR_CURRENCY_MISMATCH,
            BreakType.STALE_LINK,
            BreakType.EVENT_MISSED);

    /** Found by the self check alone. */
    private static final List<BreakType> OF_ANSWERS =
            List.of(BreakType.STALE_RESOLUTION, BreakType.OVERRIDE_EXPIRED_ACTIVE);

    private final JdbcClient jdbc;

    BreaksOfRun(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Opens what was found. What was repaired is told of and over: it came back, if it was over before. */
    void open(ReconciliationRun run) {
        of(run, """
                        insert into break as b (type, fingerprint, customer_key, provider, account, provider_customer, detail,
                                                amount, currency, money_unknown, side, cause, evidence, run,
                                                resolved_at, reason_code)
                        select type, fingerprint, customer_key,
                               case when provider_customer is not null then :provider end,
                               case when provider_customer is not null then :account end,
                               provider_customer, detail, amount, currency, money_unknown, side, cause, evidence, :run,
                               case when repaired then clock_timestamp() end,
                               case when repaired then 'REPAIRED_BY_RUN' end
                        from reconciliation_finding where run = :run
                        order by fingerprint
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), detail = excluded.detail, amount = excluded.amount,
                                currency = excluded.currency, money_unknown = excluded.money_unknown,
                                side = excluded.side, cause = excluded.cause, evidence = excluded.evidence,
                                customer_key = coalesce(excluded.customer_key, b.customer_key), run = excluded.run,
                                resolved_at = excluded.resolved_at,
                                reason_code = coalesce(excluded.reason_code, b.reason_code),
                                opened_at = case when b.resolved_at is not null and b.run is distinct from :run
                                                 then clock_timestamp() else b.opened_at end,
                                reopened = case when b.resolved_at is not null and b.run is distinct from :run
                                                     and excluded.resolved_at is not null
                                                then b.reopened + 1 else b.reopened end
                        """).update();
    }

    /**
     * Closes what was looked for and not found. Of whom nothing is known yet, or of whom a person has to say more, all stays as
     * it is.
     */
    void closeWhatFits(ReconciliationRun run) {
        of(run, """
                        update break b
                        set resolved_at = clock_timestamp(), run = :run,
                            reason_code = case
                                when exists (select from break_reason r
                                             where r.code = b.reason_code and r.closes_as in ('fixed', 'accepted'))
                                then b.reason_code else 'NOT_FOUND_AGAIN' end
                        where b.resolved_at is null
                          and (b.type = any(:ofDifferences) and b.provider = :provider and b.account = :account
                               and not exists (select from reconciliation_difference d
                                               where d.run = :run and d.provider_customer = b.provider_customer
                                                 and coalesce(d.outcome, 'IN_FLIGHT') = any(:undecided))
                               or b.type = any(:ofAnswers) and coalesce(account_of(b.customer_key), :whole) = :whole
                                  and not exists (select from reconciliation_unsettled u
                                                  where u.run = :run and u.customer_key = b.customer_key)
                               or b.type = 'USAGE_GAP'
                                  and exists (select from reconciliation_usage u
                                              where u.run = :run and u.fingerprint = b.fingerprint
                                                and u.outcome = 'matched'))
                          and not exists (select from reconciliation_finding f
                                          where f.run = :run and f.fingerprint = b.fingerprint)
                        """)
                .param("ofDifferences", names(OF_DIFFERENCES))
                .param("ofAnswers", names(OF_ANSWERS))
                .param(
                        "undecided",
                        Arrays.stream(Difference.Outcome.values())
                                .filter(one -> one == Difference.Outcome.HELD
                                        || (!one.isDrift() && one != Difference.Outcome.UNCHANGED))
                                .map(Enum::name)
                                .toArray(String[]::new))
                .update();
    }

    /**
     * What is told of every break of the account, those that the writer path opened too: that were open at the end of the report
     * before, came since, or are open now. Severity is filled in afterwards.
     *
     * @param previous the run of the report before; null for the first
     * @param since when that was; of the first, when this run began
     * @param now business time: who is waived until later is accepted
     */
    void tell(ReconciliationRun run, @Nullable Long previous, Instant since, Instant now) {
        jdbc.sql("delete from break_told where run = :run")
                .param("run", run.id())
                .update();
        of(run, """
                        with before as (
                            select t.break, t.amount, t.currency from break_told t
                            where t.run = :previous::bigint and t.left_as is null
                        ), usual as (
                            select * from unnest(:types::text[], :severities::text[], :sides::text[])
                                as usual (type, severity, side)
                        ), candidate as (
                            select b.*, before.break is not null as was_open, before.amount as opening_amount,
                                   before.currency as opening_currency,
                                   coalesce(b.provider || '/' || b.account, account_of(b.customer_key), :whole) = :whole as ours,
                                   b.resolved_at is null and coalesce(b.waived_until <= :now, true) as is_open,
                                   latest.break is not null as told_before,
                                   -- Open by what another account told last, or on its way here from there.
                                   latest.break is not null and coalesce(latest.left_as, 'moved') = 'moved' as comes_over,
                                   b.opened_at > :since and b.opened_at is distinct from latest.opened_at as came_since
                            from break b left join before on before.break = b.id
                            left join lateral (select t.break, t.left_as, t.opened_at from break_told t
                                               where t.break = b.id and t.run <> :run order by t.run desc limit 1) latest on true
                            where before.break is not null or b.resolved_at is null or b.resolved_at > :since or b.run = :run
                        )
                        insert into break_told
                            (run, break, type, severity, side, customer_key, provider_customer, detail, opened_at, age_days,
                             entered, left_as, opening_amount, opening_currency, amount, currency, reason_code, cause,
                             assignee)
                        select :run, c.id, c.type, coalesce(usual.severity, 'medium'), coalesce(c.side, usual.side, 'neutral'),
                               c.customer_key, c.provider_customer, c.detail, c.opened_at,
                               greatest(0, floor(extract(epoch from coalesce(c.resolved_at, clock_timestamp()) - c.opened_at)
                                                 / 86400))::int,
                               case when c.was_open then 'opening' when c.told_before then 'reopened' else 'new' end,
                               case when not c.ours then 'moved'
                                    when c.is_open then null
                                    when c.resolved_at is null then 'accepted'
                                    else coalesce(nullif(r.closes_as, 'explained'), 'fixed') end,
                               c.opening_amount, c.opening_currency,
                               c.amount,
                               case when c.amount is not null then c.currency
                                    when c.money_unknown then 'unknown' else 'none' end,
                               c.reason_code, c.cause, c.assignee
                        from candidate c
                        left join usual on usual.type = c.type
                        left join break_reason r on r.code = c.reason_code
                        where c.was_open
                           -- What was over or accepted when the report before was made, and is not open now, is no news; nor is
                           -- what another account tells of ours.
                           or c.ours and (c.is_open or not c.told_before
                                          or c.resolved_at is not null and (c.came_since or c.comes_over))
                        """)
                .param("previous", previous, java.sql.Types.BIGINT)
                .param("since", Sql.time(since))
                .param("now", Sql.time(now))
                .param("types", names(List.of(BreakType.values())))
                .param(
                        "severities",
                        Arrays.stream(BreakType.values())
                                .map(type -> type.severity().key())
                                .toArray(String[]::new))
                .param(
                        "sides",
                        Arrays.stream(BreakType.values())
                                .map(type -> type.side().key())
                                .toArray(String[]::new))
                .update();
    }

    private JdbcClient.StatementSpec of(ReconciliationRun run, String sql) {
        JdbcClient.StatementSpec spec = jdbc.sql(sql).param("run", run.id());
        String provider = run.account().provider().key();
        return spec.param("provider", provider)
                .param("account", run.account().name())
                .param("whole", provider + "/" + run.account().name());
    }

    private static String[] names(List<BreakType> types) {
        return types.stream().map(BreakType::name).toArray(String[]::new);
    }
}
