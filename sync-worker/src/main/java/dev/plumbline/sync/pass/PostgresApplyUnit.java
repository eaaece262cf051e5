package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.record.Recorded;
import dev.plumbline.entitlement.record.StoredJson;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One apply in the transaction of the thread. */
final class PostgresApplyUnit implements ApplyUnit {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Transfers transfers;
    private final SharedAddresses addresses;
    private final AbsenceGuard absences;
    private final MissedEvents missed;
    private final ProviderPrices prices;

    PostgresApplyUnit(
            JdbcClient jdbc,
            Ledger ledger,
            Transfers transfers,
            SharedAddresses addresses,
            AbsenceGuard absences,
            MissedEvents missed,
            ProviderPrices prices) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.transfers = transfers;
        this.addresses = addresses;
        this.absences = absences;
        this.missed = missed;
        this.prices = prices;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public SubjectState lock(Subject subject) {
        return of(subject, """
                        select applied_fence, coalesce(applied_seq, 0) as applied_seq, absent_since from subject
                        where provider = :provider and account = :account and kind = :kind and id = :id
                        for update
                        """)
                .query((row, n) -> new SubjectState(
                        row.getLong("applied_fence"),
                        row.getLong("applied_seq"),
                        instant(row.getObject("absent_since", OffsetDateTime.class))))
                .single();
    }

    @Override
    public @Nullable BillingSnapshot known(SubjectRef subject) {
        return of(subject, """
                        select snapshot::text from billing_snapshot
                        where provider = :provider and account = :account and provider_customer = :id
                        """)
                .query(String.class)
                .optional()
                .map(StoredJson::snapshot)
                .orElse(null);
    }

    @Override
    public void keep(BillingSnapshot snapshot, Instant fetchedAt) {
        of(snapshot.subject(), """
                        insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at,
                            listed_ids, listed_digests, listed_digest, listed_count, gives_access, listed_by, listed_of)
                        values (:provider, :account, :id, :snapshot::jsonb, :fetchedAt,
                            :ids, :digests, :digest, :count, :gives, :by, :fetchedAt)
                        on conflict (provider, account, provider_customer) do update
                            set snapshot = excluded.snapshot, fetched_at = excluded.fetched_at,
                                listed_ids = excluded.listed_ids, listed_digests = excluded.listed_digests,
                                listed_digest = excluded.listed_digest, listed_count = excluded.listed_count,
                                gives_access = excluded.gives_access, listed_by = excluded.listed_by,
                                listed_of = excluded.listed_of
                        """)
                .param("snapshot", StoredJson.write(snapshot))
                .param("fetchedAt", fetchedAt.atOffset(ZoneOffset.UTC))
                .params(ListedSum.of(snapshot).columns())
                .update();
    }

    @Override
    public List<String> eventsOf(Claim claim, SubjectState state) {
        return of(claim.subject(), """
                        select event_id from inbox
                        where provider = :provider and account = :account and subject_kind = :kind and subject_id = :id
                          and dirty_seq > :after and dirty_seq <= :seen
                        order by dirty_seq desc limit 20
                        """)
                .param("after", state.appliedSeq())
                .param("seen", claim.seen())
                .query((row, n) -> row.getString("event_id"))
                .list();
    }

    @Override
    public void applied(Claim claim, boolean gone) {
        of(claim, """
                        with readable as (
                            update break set resolved_at = clock_timestamp()
                            where fingerprint = :fingerprint and resolved_at is null
                        )
                        update subject
                        set applied_fence = :fence, applied_seq = :seen, applied_at = clock_timestamp(),
                            state = :state, absent_since = null, attempts = 0, faults = 0, last_error = null,
                            closely = closely and dirty_seq is distinct from :seen,
                            hold = null, held_at = null,
                            lease_until = case when fence = :fence then null else lease_until end,
                            dirty_seq = case when dirty_seq = :seen then null else dirty_seq end
                        """)
                .param("state", gone ? "GONE" : "LIVE")
                .param("fingerprint", "QUARANTINED:" + claim.subject())
                .update();
    }

    @Override
    public void settleAfter(Claim claim, Duration delay) {
        of(claim.subject(), """
                        update subject
                        set dirty_seq = nextval('subject_dirty_seq'), dirty_cause = 'settle', closely = :closely,
                            due_at = clock_timestamp() + :delay * interval '1 ms'
                        where provider = :provider and account = :account and kind = :kind and id = :id
                          and dirty_seq is null
                        """)
                .param("delay", delay.toMillis())
                .param("closely", claim.closely())
                .update();
    }

    @Override
    public void lookAgain(Claim claim, Belief.LookAgain later) {
        // A mark that came meanwhile does not wait: it may be the very news that resolves the doubt.
        of(claim, """
                        update subject
                        set last_error = :why, absent_since = :absentSince,
                            lease_until = case when fence = :fence then null else lease_until end,
                            due_at = case when dirty_seq = :seen then clock_timestamp() + :after * interval '1 ms'
                                          else due_at end
                        """)
                .param("why", later.why())
                .param(
                        "absentSince",
                        later.absentSince() == null ? null : later.absentSince().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("after", later.after().toMillis())
                .update();
    }

    @Override
    public void leaveToNewer(CustomerKey customer) {
        jdbc.sql("update customer set dirty_seq = nextval('customer_dirty_seq') where key = :key")
                .param("key", customer.value())
                .update();
    }

    @Override
    public void transferred(Subject from, MovedAway moved) {
        transfers.note(ledger, from, moved);
    }

    @Override
    public void compareAddress(SubjectRef subject, @Nullable EmailAddress address) {
        addresses.compare(subject, address);
    }

    @Override
    public boolean mayTakeAway(Claim claim) {
        return absences.mayTakeAway(claim.subject());
    }

    @Override
    public void held(Claim claim) {
        // Applied, so that no older fetch is; yet not answered: the mark stays, as the least urgent of all.
        of(claim, """
                        update subject
                        set applied_fence = :fence, applied_at = clock_timestamp(), attempts = 0, last_error = :why,
                            hold = (select id from billing_hold
                                    where provider = :provider and account = :account and released_at is null),
                            held_at = clock_timestamp(),
                            lease_until = case when fence = :fence then null else lease_until end,
                            dirty_cause = case when dirty_seq = :seen then 'sweep' else dirty_cause end,
                            due_at = case when dirty_seq = :seen then clock_timestamp() + :after * interval '1 ms'
                                          else due_at end
                        """)
                .param("why", "HELD: not found, like too many of this account; GET /v1/holds")
                .param("after", absences.lookAgainAfter().toMillis())
                .update();
    }

    @Override
    public void repaired(Claim claim, SubjectState state, Recorded.Written written) {
        missed.repaired(claim.subject(), state.appliedSeq(), claim.seen(), written);
    }

    @Override
    public void lookAtEverybody(Claim claim, String why) {
        of(claim.subject(), """
                        insert into billing_resync (provider, account, cause, detail)
                        select :provider, :account, 'EVENTS_LOST', :why where :id is not null
                        on conflict (provider, account) where completed_at is null do nothing
                        """).param("why", why).update();
    }

    @Override
    public void keepPrices(BillingAccount account, List<ProviderCatalogue.Price> listed) {
        prices.keep(
                account.provider().key(),
                account.name(),
                listed.stream().map(Translation::toStore).toList());
    }

    private JdbcClient.StatementSpec of(Claim claim, String update) {
        return of(claim.subject(), update + """
                where provider = :provider and account = :account and kind = :kind and id = :id
                """).param("fence", claim.fence()).param("seen", claim.seen());
    }

    private JdbcClient.StatementSpec of(Subject subject, String sql) {
        return of(subject.ref(), sql).param("kind", subject.kind());
    }

    private JdbcClient.StatementSpec of(SubjectRef subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("id", subject.id());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
