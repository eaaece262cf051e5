package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The work list as operators see it, in the order of its key. */
@Repository
class Subjects {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final WorkList work;
    private final ReplayBudget budget;
    private final AuditTrail audit;

    Subjects(JdbcClient jdbc, TransactionTemplate transactions, WorkList work, ReplayBudget budget, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.work = work;
        this.budget = budget;
        this.audit = audit;
    }

    /** In what an operator may be interested. */
    enum State {
        LIVE,
        GONE,
        /** Set aside after so many failures, until there is new input. */
        QUARANTINED,
        /** Something new is known, and it is looked at as soon as it is due. */
        DIRTY,
        /** The same, as it was called at first. */
        WAITING,
        /** Somebody looks at it now. */
        LEASED,
        /** It, or a part of it, is not found; what was known goes on until another look agrees. */
        ABSENT,
        /** It keeps what it has, because too many of its account were not found at once. */
        HELD;

        static Optional<State> of(String key) {
            return Arrays.stream(values())
                    .filter(state -> state.key().equals(key))
                    .findFirst();
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is looked for; null for any. */
    record Filter(
            @Nullable State state,
            @Nullable String provider,
            @Nullable String account,
            @Nullable String id) {}

    List<SubjectRow> list(Filter filter, String after, int limit) {
        String[] key = after.split("/", 4);
        if (key.length != 4) {
            throw Cursor.invalid();
        }
        return jdbc.sql("""
                        select provider, account, kind, id, state, due_at, dirty_cause, attempts, last_error, applied_at,
                               dirty_seq, absent_since, held_at,
                               case when lease_until > clock_timestamp() then lease_until end as leased_until
                        from subject
                        where (provider, account, kind, id) > (:afterProvider, :afterAccount, :afterKind, :afterId)
                          and (:provider::text is null or provider = :provider)
                          and (:account::text is null or account = :account)
                          and (:id::text is null or id = :id)
                          and case :state
                                  when 'ANY' then true
                                  when 'DIRTY' then waits
                                  when 'WAITING' then waits
                                  when 'LEASED' then lease_until > clock_timestamp()
                                  when 'HELD' then held_at is not null
                                  when 'ABSENT' then absent_since is not null
                                  else state = :state end
                        order by provider, account, kind, id limit :limit
                        """)
                .param("afterProvider", key[0])
                .param("afterAccount", key[1])
                .param("afterKind", key[2])
                .param("afterId", key[3])
                .param("provider", filter.provider(), Types.VARCHAR)
                .param("account", filter.account(), Types.VARCHAR)
                .param("id", filter.id(), Types.VARCHAR)
                .param("state", filter.state() == null ? "ANY" : filter.state().name())
                .param("limit", limit)
                .query((row, n) -> row(row))
                .list();
    }

    /** Looked at again: due now, by the way that events take. False when there is no such subject. */
    boolean replay(Subject subject, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            boolean known = jdbc.sql("""
                            select exists (select from subject
                                           where provider = :provider and account = :account and kind = :kind and id = :id)
                            """)
                    .param("provider", subject.account().provider().key())
                    .param("account", subject.account().name())
                    .param("kind", subject.kind())
                    .param("id", subject.id())
                    .query(Boolean.class)
                    .single();
            if (known) {
                budget.spend(by.actor(), 1);
                work.mark(subject, Claim.Cause.REPLAY);
                audit.append(new AuditEntry(by, "subject.replayed", "subject", subject.toString(), null, null, null));
            }
            return known;
        }));
    }

    /** A page of them looked at again, in one transaction with the one audit row that tells of it. */
    List<SubjectRow> replay(Filter filter, String after, int limit, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<SubjectRow> page = list(filter, after, limit);
            List<Subject> known =
                    page.stream().flatMap(row -> subject(row).stream()).toList();
            if (!known.isEmpty()) {
                budget.spend(by.actor(), known.size());
                work.mark(known, Claim.Cause.REPLAY);
                audit.append(new AuditEntry(
                        by,
                        "subjects.replayed",
                        "subject",
                        filter.state() == null ? "any" : filter.state().key(),
                        null,
                        null,
                        Map.of(
                                "subjects", known.size(),
                                "first", known.getFirst().toString(),
                                "last", known.getLast().toString())));
            }
            return page;
        }));
    }

    private static Optional<Subject> subject(SubjectRow row) {
        return Provider.of(row.provider())
                .map(provider -> new Subject(new BillingAccount(provider, row.account()), row.kind(), row.id()));
    }

    private static SubjectRow row(ResultSet row) throws SQLException {
        boolean waiting = row.getObject("dirty_seq") != null;
        Instant absent = instant(row, "absent_since");
        Instant held = instant(row, "held_at");
        String state = row.getString("state");
        return new SubjectRow(
                row.getString("provider"),
                row.getString("account"),
                row.getString("kind"),
                row.getString("id"),
                state.toLowerCase(Locale.ROOT),
                waiting ? instant(row, "due_at") : null,
                waiting ? row.getString("dirty_cause") : null,
                row.getInt("attempts"),
                row.getString("last_error"),
                instant(row, "applied_at"),
                instant(row, "leased_until"),
                absent,
                held,
                mend(state, absent, held));
    }

    private static @Nullable String mend(String state, @Nullable Instant absent, @Nullable Instant held) {
        if (state.equals("QUARANTINED")) {
            return "Mend what lastError names, then replay it; its next event or a new model does the same. Its last good"
                    + " answer stays until then";
        }
        if (held != null) {
            return "Too many of the account were not found at once: GET /v1/holds says how many, and how to release them";
        }
        return absent == null
                ? null
                : "Nothing, if it is really gone: another look settles it. Else look whether the account's key still sees it";
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
