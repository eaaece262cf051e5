package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.Approval.State;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Approved;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Done;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * What takes two people. To approve is to do: the row is locked, the thing is done and what became of it is written in one
 * transaction, so it is done once, however many approve at the same time and whenever a process dies.
 */
@Service
public class Approvals {
    private static final int AT_ONCE = 100;

    private final ApprovalRows rows;
    private final Kinds kinds;
    private final ApprovalTrail trail;
    private final TransactionTemplate transactions;
    private final TransactionTemplate within;
    private final InstantSource time;

    Approvals(
            ApprovalRows rows,
            Kinds kinds,
            ApprovalTrail trail,
            PlatformTransactionManager manager,
            InstantSource realTime) {
        this.rows = rows;
        this.kinds = kinds;
        this.trail = trail;
        this.transactions = new TransactionTemplate(manager);
        this.within = new TransactionTemplate(manager);
        within.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.time = realTime;
    }

    /**
     * What somebody asks for.
     *
     * @param expiresIn null for a week
     */
    public record Asked(
            @Nullable String kind,
            @Nullable JsonNode content,
            String reason,
            @Nullable String link,
            @Nullable Duration expiresIn) {}

    public Set<String> kinds() {
        return kinds.keys();
    }

    /** It waits for a second person from now on. */
    public Approval ask(Asked asked, Caller by) {
        expireAll();
        Approval made = kinds.drawUp(kinds.askedBy(by, asked), asked, by, by.identities(), by.name());
        try {
            transactions.executeWithoutResult(_ -> insert(made));
        } catch (DuplicateKeyException same) {
            String there = rows.pending(made.kind(), made.subject(), made.contentSha256())
                    .orElse("");
            throw Refusal.of(
                            HttpStatus.CONFLICT,
                            "ASKED_ALREADY",
                            "The very same waits for a second person: GET /v1/approvals/" + there)
                    .set("id", there);
        }
        return made;
    }

    /**
     * Of what was begun by somebody else already, such as a run that is held: the author is whoever began it, and this caller is the
     * second person.
     */
    public Approval decideNow(Asked asked, Set<String> authors, String author, Caller approver) {
        expireAll();
        return finished(transactions.execute(_ -> {
            Approval made = kinds.drawUp(kinds.of(asked), asked, approver, authors, author);
            Optional<String> waiting = rows.pending(made.kind(), made.subject(), made.contentSha256());
            if (waiting.isEmpty()) {
                insert(made);
            }
            return approve(waiting.map(this::pending).orElse(made), approver, asked.reason(), asked.link());
        }));
    }

    /** Of what nobody began: the first person asks for it, a second one who wants the very same approves it. */
    public Approval askOrApprove(Asked asked, Caller by) {
        Approval same = kinds.drawUp(kinds.of(asked), asked, by, by.identities(), by.name());
        return rows.pending(same.kind(), same.subject(), same.contentSha256())
                .flatMap(rows::find)
                .filter(waiting -> !by.isOneOf(waiting.askedIds()) && waiting.state(time.instant()) == State.PENDING)
                .map(waiting -> approve(waiting.id(), by, asked.reason(), asked.link()))
                .orElseGet(() -> ask(asked, by));
    }

    private void insert(Approval approval) {
        rows.insert(approval);
        var by = new Author(approval.askedBy(), approval.reason(), approval.link());
        trail.tell("approval.asked", approval, by, State.PENDING);
    }

    /** @param done null for what was refused, or taken back */
    private record Ending(Approval approval, @Nullable Done done) {}

    /** Done at once; the answer says whether it could be. */
    public Approval approve(String id, Caller by, String reason, @Nullable String link) {
        return finished(transactions.execute(_ -> approve(pending(id), by, reason, link)));
    }

    private static Approval finished(@Nullable Ending ending) {
        Ending ended = Objects.requireNonNull(ending);
        if (ended.done() != null) {
            ended.done().afterwards().run();
        }
        return ended.approval();
    }

    private Ending approve(Approval approval, Caller by, String reason, @Nullable String link) {
        ApprovalKind kind = kinds.decidedBy(by, approval);
        try {
            Done done = Objects.requireNonNull(within.execute(
                    _ -> kind.carryOut(new Approved(approval, ApprovalJson.read(whole(approval)), by, reason))));
            return new Ending(decided(approval, State.EXECUTED, by, reason, link, done.outcome()), done);
        } catch (Refusal cannot) {
            Map<String, Object> outcome = Map.of(
                    "code",
                    cannot.code(),
                    "detail",
                    String.valueOf(cannot.getBody().getDetail()));
            return new Ending(decided(approval, State.FAILED, by, reason, link, outcome), null);
        }
    }

    private static String whole(Approval approval) {
        return Objects.requireNonNull(approval.content(), "It is read by itself, and so with its content");
    }

    public Approval refuse(String id, Caller by, String reason, @Nullable String link) {
        return finished(transactions.execute(_ -> {
            Approval approval = pending(id);
            kinds.decidedBy(by, approval);
            return new Ending(decided(approval, State.REFUSED, by, reason, link, null), null);
        }));
    }

    /** By whoever asked for it. */
    public Approval withdraw(String id, Caller by, String reason) {
        return finished(transactions.execute(_ -> {
            Approval approval = pending(id);
            if (!by.isOneOf(approval.askedIds())) {
                throw Refusal.of(
                        HttpStatus.FORBIDDEN,
                        "NOT_THE_AUTHOR",
                        approval.askedBy() + " asked for it and may take it back; a second person may reject it");
            }
            return new Ending(decided(approval, State.WITHDRAWN, by, reason, null, null), null);
        }));
    }

    /** So that what nobody decided in time can be asked for again; housekeeping comes by once an hour. */
    private void expireAll() {
        while (expire(AT_ONCE) == AT_ONCE) {
            // there may be more
        }
    }

    /** Puts down what nobody decided in time. */
    public int expire(int atMost) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            Instant now = time.instant();
            List<Approval> overdue = rows.overdue(now, atMost);
            overdue.forEach(approval -> {
                rows.expire(approval.id(), now);
                trail.tell(
                        "approval.expired", approval, new Author("plumbline", "Nobody decided in time"), State.EXPIRED);
            });
            return overdue.size();
        }));
    }

    public Optional<Approval> find(String id) {
        return rows.find(id);
    }

    /** Newest first; from the one before on. Without contents that may be long ({@link ApprovalKind#isLong}). */
    public List<Approval> list(@Nullable State state, @Nullable String kind, @Nullable Approval before, int limit) {
        return rows.list(
                new ApprovalRows.Filter(state, kind, kinds.longOnes()),
                before == null ? null : before.askedAt(),
                before == null ? "" : before.id(),
                time.instant(),
                limit);
    }

    /** That wait for somebody like this caller, newest first, without contents. */
    public List<Approval> waitingFor(Caller by, int limit) {
        Set<String> theirs = kinds.decidedBy(by);
        return theirs.isEmpty() ? List.of() : rows.undecided(theirs, by.identities(), time.instant(), limit);
    }

    /** Whether this caller would be let: they have the rights, and are none of the authors. */
    public boolean mayDecide(Approval approval, Caller by) {
        return approval.state(time.instant()) == State.PENDING && kinds.mayDecide(by, approval);
    }

    /** Whether this caller would be let take it back: they are one of the authors, by whatever name they come now. */
    public boolean mayWithdraw(Approval approval, Caller by) {
        return approval.state(time.instant()) == State.PENDING && by.may(Right.ASK) && by.isOneOf(approval.askedIds());
    }

    private Approval pending(String id) {
        Approval approval = rows.lock(id).orElseThrow(Approvals::unknown);
        State state = approval.state(time.instant());
        if (state != State.PENDING) {
            throw Refusal.of(
                            HttpStatus.CONFLICT,
                            state == State.EXPIRED ? "APPROVAL_EXPIRED" : "DECIDED_ALREADY",
                            "It is " + state.name().toLowerCase(Locale.ROOT)
                                    + (approval.decided() == null
                                            ? "; ask again"
                                            : " by " + approval.decided().by()))
                    .set("state", state.name().toLowerCase(Locale.ROOT));
        }
        return approval;
    }

    static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "APPROVAL_UNKNOWN", "There is no approval with this id");
    }

    private Approval decided(
            Approval approval,
            State state,
            Caller by,
            String reason,
            @Nullable String link,
            @Nullable Map<String, Object> outcome) {
        rows.decide(approval.id(), state, by, time.instant().truncatedTo(ChronoUnit.MICROS), reason, link, outcome);
        trail.tell("approval." + state.name().toLowerCase(Locale.ROOT), approval, by.because(reason, link), state);
        return rows.find(approval.id()).orElseThrow();
    }
}
