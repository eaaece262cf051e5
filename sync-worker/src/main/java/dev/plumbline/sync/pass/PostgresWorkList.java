package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Urgency;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The work list in PostgreSQL. Instants are the database's: {@code clock_timestamp()}. */
@Repository
class PostgresWorkList implements WorkList {
    private static final String INTO = """
            insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at, closely)
            """;
    private static final String MARKED = """
             on conflict (provider, account, kind, id) do update
                set closely = s.closely or excluded.closely,
                    dirty_seq = greatest(s.dirty_seq, excluded.dirty_seq),
                    -- Who waits keeps its place: else the busiest would be overtaken by everybody, again and again.
                    due_at = case when s.waits and s.state <> 'QUARANTINED' then least(s.due_at, excluded.due_at)
                                  else excluded.due_at end,
                    -- An event stays the cause until it is answered: a look that only it makes us take again is not lost.
                    -- Nor does a sweep make anybody wait longer who waits already.
                    dirty_cause = case when s.dirty_seq is not null and (s.dirty_cause = 'event' or excluded.dirty_cause = 'sweep')
                                       then s.dirty_cause else excluded.dirty_cause end,
                    attempts = 0, faults = 0, state = case when s.state = 'QUARANTINED' then 'LIVE' else s.state end
            returning dirty_seq
            """;
    private static final String MARK = INTO + """
            values (:provider, :account, :kind, :id, nextval('subject_dirty_seq'), :cause, clock_timestamp(), :closely)
            """ + MARKED;
    /** In the order of their keys, as every statement that locks several does. */
    private static final String MARK_ALL = INTO + """
            select provider, account, kind, id, nextval('subject_dirty_seq'), :cause, clock_timestamp(), false
            from unnest(:providers::text[], :accounts::text[], :kinds::text[], :ids::text[])
                as one (provider, account, kind, id)
            order by provider, account, kind, id
            """ + MARKED;

    /** The words of {@link Claim.Cause#isLive}, as the index of the work list has them. */
    private static final String LIVE = "dirty_cause in ('event', 'settle', 'refresh', 'link', 'replay')";

    /** Not "not (…)": PostgreSQL turns that into "is none of", which the index does not know, and reads and sorts the table. */
    private static final String BACKFILL = "(" + LIVE + ") is false";

    /**
     * statement_timestamp, not clock_timestamp, and the lane not as a parameter: so the index is asked for both, also by a plan
     * that was made for any value.
     */
    private static final String DUE_AND_FREE = """
             and waits and due_at <= statement_timestamp() and state <> 'QUARANTINED'
             and (lease_until is null or lease_until <= statement_timestamp())
            """;

    private static final String DUE = """
            with due as (
                select provider, account, kind, id from subject
                where provider = :provider and account = :account and
            """;
    private static final String TAKE = """
                order by due_at limit :atMost
                for update skip locked
            )
            update subject s
            set fence = nextval('subject_fence'), lease_until = clock_timestamp() + :lease * interval '1 ms'
            from due
            where (s.provider, s.account, s.kind, s.id) = (due.provider, due.account, due.kind, due.id)
            returning s.provider, s.account, s.kind, s.id, s.dirty_seq, s.fence, s.dirty_cause, s.attempts, s.faults,
                      s.closely
            """;
    private static final String CLAIM_LIVE = DUE + LIVE + DUE_AND_FREE + TAKE;
    private static final String CLAIM_BACKFILL = DUE + BACKFILL + DUE_AND_FREE + TAKE;

    /** The first of a lane, not whether one exists: for that any row would do, and the whole table is read where few are left. */
    private static final String FIRST_OF_ACCOUNT =
            "(select true from subject where provider = a.provider and account = a.account and ";

    private static final String LANES = "select a.provider, a.account, "
            + FIRST_OF_ACCOUNT + LIVE + DUE_AND_FREE + "order by due_at limit 1) as live, "
            + FIRST_OF_ACCOUNT + BACKFILL + DUE_AND_FREE + "order by due_at limit 1) as backfill "
            + "from unnest(:providers::text[], :accounts::text[]) as a (provider, account)";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WorkSignal signal;
    private final MappedByNow mapped;

    PostgresWorkList(JdbcClient jdbc, TransactionOperations transactions, WorkSignal signal, MappedByNow mapped) {
        this.mapped = mapped;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.signal = signal;
    }

    @Override
    public long mark(Subject subject, Claim.Cause cause) {
        long mark = markOf(subject, cause);
        signal.raise();
        return mark;
    }

    @Override
    public void mark(Collection<Subject> subjects, Claim.Cause cause) {
        jdbc.sql(MARK_ALL)
                .param(
                        "providers",
                        column(subjects, one -> one.account().provider().key()))
                .param("accounts", column(subjects, one -> one.account().name()))
                .param("kinds", column(subjects, Subject::kind))
                .param("ids", column(subjects, Subject::id))
                .param("cause", cause.key())
                .query(Long.class)
                .list();
        signal.raise();
    }

    private static String[] column(Collection<Subject> subjects, Function<Subject, String> value) {
        return subjects.stream().map(value).toArray(String[]::new);
    }

    private long markOf(Subject subject, Claim.Cause cause) {
        return markOf(subject, cause, false);
    }

    private long markOf(Subject subject, Claim.Cause cause, boolean closely) {
        return of(subject, MARK)
                .param("cause", cause.key())
                .param("closely", closely)
                .query(Long.class)
                .single();
    }

    @Override
    public long appliedMark(Subject subject) {
        return of(subject, """
                        select coalesce(applied_seq, 0) from subject
                        where provider = :provider and account = :account and kind = :kind and id = :id
                        """).query(Long.class).optional().orElse(0L);
    }

    @Override
    public Set<Lane> lanesWithWork(Collection<BillingAccount> accounts) {
        List<BillingAccount> asked = List.copyOf(accounts);
        List<Lane> lanes = new ArrayList<>();
        jdbc.sql(LANES)
                .param(
                        "providers",
                        asked.stream().map(account -> account.provider().key()).toArray(String[]::new))
                .param("accounts", asked.stream().map(BillingAccount::name).toArray(String[]::new))
                .query(row -> {
                    if (row.getBoolean("live")) {
                        lanes.add(new Lane(account(row), Urgency.LIVE));
                    }
                    if (row.getBoolean("backfill")) {
                        lanes.add(new Lane(account(row), Urgency.BACKFILL));
                    }
                });
        return Set.copyOf(lanes);
    }

    @Override
    public List<Claim> claim(Lane lane, int atMost, Duration lease) {
        return jdbc.sql(lane.urgency() == Urgency.LIVE ? CLAIM_LIVE : CLAIM_BACKFILL)
                .param("provider", lane.account().provider().key())
                .param("account", lane.account().name())
                .param("atMost", atMost)
                .param("lease", lease.toMillis())
                .query(PostgresWorkList::claim)
                .list();
    }

    private static Claim claim(ResultSet row, int n) throws SQLException {
        return new Claim(
                new Subject(account(row), row.getString("kind"), row.getString("id")),
                row.getLong("dirty_seq"),
                row.getLong("fence"),
                Claim.Cause.of(row.getString("dirty_cause")),
                row.getInt("attempts"),
                row.getInt("faults"),
                row.getBoolean("closely"));
    }

    private static BillingAccount account(ResultSet row) throws SQLException {
        String provider = row.getString("provider");
        return new BillingAccount(
                Provider.of(provider).orElseThrow(() -> new IllegalStateException("No connector for " + provider)),
                row.getString("account"));
    }

    @Override
    public Asked toAsk(Claim claim) {
        return Asking.about(claim, known(claim.subject()).orElse(null));
    }

    private Optional<BillingSnapshot> known(Subject subject) {
        return of(subject, """
                        select snapshot::text from billing_snapshot
                        where provider = :provider and account = :account and provider_customer = :id
                          and :kind = 'customer'
                        """).query(String.class).optional().map(StoredJson::snapshot);
    }

    @Override
    public List<byte[]> bodiesOf(Claim claim) {
        // More than the newest few say nothing that those do not, and bodies are long.
        return of(claim.subject(), """
                        select i.payload from inbox i
                        join subject s on (s.provider, s.account, s.kind, s.id)
                                          = (i.provider, i.account, i.subject_kind, i.subject_id)
                        where i.provider = :provider and i.account = :account
                          and i.subject_kind = :kind and i.subject_id = :id
                          and i.source = 'webhook' and i.dirty_seq > coalesce(s.applied_seq, 0) and i.dirty_seq <= :seen
                          and i.payload is not null
                        order by i.dirty_seq desc limit 5
                        """)
                .param("seen", claim.seen())
                .query((row, n) -> row.getBytes("payload"))
                .list();
    }

    @Override
    public void markMapped(BillingAccount account) {
        if (mapped.mark(account)) {
            signal.raise();
        }
    }

    @Override
    public boolean renew(Claim claim, Duration lease) {
        // Not one that was given back: a renewal that comes just after the apply would hold the subject for nobody.
        return of(claim.subject(), """
                                update subject set lease_until = clock_timestamp() + :lease * interval '1 ms'
                                where provider = :provider and account = :account and kind = :kind and id = :id
                                  and fence = :fence and lease_until is not null
                                """)
                        .param("fence", claim.fence())
                        .param("lease", lease.toMillis())
                        .update()
                == 1;
    }

    @Override
    public void retry(Claim claim, Duration after, String why) {
        retry(claim, after, why, 0);
    }

    @Override
    public void retryFault(Claim claim, Duration after, String why) {
        retry(claim, after, why, 1);
    }

    private void retry(Claim claim, Duration after, String why, int faults) {
        held(claim, """
                        update subject
                        set attempts = attempts + 1, faults = faults + :faults, last_error = :why, lease_until = null,
                            due_at = clock_timestamp() + :after * interval '1 ms'
                        """)
                .param("faults", faults)
                .param("why", shortened(why))
                .param("after", after.toMillis())
                .update();
    }

    @Override
    public void release(Claim claim) {
        held(claim, "update subject set lease_until = null").update();
    }

    @Override
    public void quarantine(Claim claim, String why) {
        transactions.executeWithoutResult(_ -> {
            // Not if something new came meanwhile: then it is that input's turn.
            int setAside = held(claim, """
                            update subject
                            set attempts = attempts + 1, faults = 0, last_error = :why, lease_until = null,
                                state = 'QUARANTINED'
                            """, "and dirty_seq = :seen")
                    .param("why", shortened(why))
                    .param("seen", claim.seen())
                    .update();
            if (setAside == 0) {
                // The new input gets all its tries.
                held(claim, "update subject set attempts = 0, faults = 0, last_error = :why, lease_until = null")
                        .param("why", shortened(why))
                        .update();
                return;
            }
            of(claim.subject(), """
                            insert into break (type, fingerprint, provider, account, provider_customer, detail)
                            values ('QUARANTINED', :fingerprint, :provider, :account, :id, :why)
                            on conflict (fingerprint) do update
                                set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail
                            """)
                    .param("fingerprint", "QUARANTINED:" + claim.subject())
                    .param("why", shortened(why))
                    .update();
        });
    }

    @Override
    public void reviveQuarantined() {
        jdbc.sql("""
                        update subject set state = 'LIVE', attempts = 0, faults = 0, due_at = clock_timestamp()
                        where state = 'QUARANTINED'
                        """).update();
        signal.raise();
    }

    @Override
    public void found(Claim claim, Optional<ProviderCustomer> customer) {
        transactions.executeWithoutResult(_ -> {
            customer.ifPresent(found -> markOf(Subject.of(found), claim.cause(), claim.closely()));
            held(claim, """
                            update subject
                            set applied_fence = fence, applied_seq = :seen, applied_at = clock_timestamp(),
                                lease_until = null, attempts = 0, faults = 0, last_error = null,
                                closely = closely and dirty_seq is distinct from :seen,
                                dirty_seq = case when dirty_seq = :seen then null else dirty_seq end
                            """).param("seen", claim.seen()).update();
            jdbc.sql("""
                            update break set resolved_at = clock_timestamp()
                            where fingerprint = :fingerprint and resolved_at is null
                            """).param("fingerprint", "QUARANTINED:" + claim.subject()).update();
        });
        signal.raise();
    }

    @Override
    public List<ProviderCustomer> witnesses(ProviderCustomer besides) {
        return of(Subject.of(besides), """
                        select id from subject
                        where provider = :provider and account = :account and kind = :kind and id <> :id
                          and state = 'LIVE' and applied_at > clock_timestamp() - interval '7 days'
                        order by applied_at desc limit 5
                        """)
                .query((row, n) -> new ProviderCustomer(besides.account(), row.getString(1)))
                .list();
    }

    private JdbcClient.StatementSpec of(Subject subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.account().provider().key())
                .param("account", subject.account().name())
                .param("kind", subject.kind())
                .param("id", subject.id());
    }

    /** Only while the claim is the newest: a lease that was lost must not be freed by who lost it. */
    private JdbcClient.StatementSpec held(Claim claim, String update) {
        return held(claim, update, "");
    }

    private JdbcClient.StatementSpec held(Claim claim, String update, String andOnlyIf) {
        return of(claim.subject(), update + """

                where provider = :provider and account = :account and kind = :kind and id = :id and fence = :fence
                """ + andOnlyIf).param("fence", claim.fence());
    }

    private static String shortened(String why) {
        return why.length() <= 1_000 ? why : why.substring(0, 1_000);
    }
}
