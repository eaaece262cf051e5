package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.setup.Sent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whom we look at, who waits, who is set aside and why, and to have them looked at again: for operators. */
@RestController
public class SubjectsController {
    private static final String BEGINNING = "///";

    private final Subjects subjects;

    SubjectsController(Subjects subjects) {
        this.subjects = subjects;
    }

    @GetMapping("/v1/subjects")
    public Page<SubjectRow> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var rows = subjects.list(filter(state, provider, account, id), position(cursor), Page.checked(limit) + 1);
        return Page.of(rows, limit, row -> row, SubjectRow::cursor);
    }

    /** @param reason why; also taken as X-Reason, or in the query */
    public record Why(@Nullable String reason) {}

    /** @param dueNow what is looked at now, whatever it waited for */
    public record Replayed(Subject subject, boolean dueNow) {}

    @PostMapping("/v1/subjects/{provider}/{account}/{kind}/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public Replayed replay(
            @PathVariable String provider,
            @PathVariable String account,
            @PathVariable String kind,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Why why,
            @RequestParam(required = false) @Nullable String reason,
            @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String header) {
        String because = ReplayReason.of(why == null ? null : why.reason(), reason, header);
        Sent.checked("account", account);
        Sent.checked("kind", kind);
        Sent.checked("id", id);
        Subject subject = Provider.of(provider)
                .filter(_ -> BillingAccount.isName(account))
                .map(known -> new Subject(new BillingAccount(known, account), kind, id))
                .orElseThrow(SubjectsController::unknown);
        if (!subjects.replay(subject, Caller.current().because(because))) {
            throw unknown();
        }
        return new Replayed(subject, true);
    }

    /**
     * Which of them, and why. A state must be named: who wants everything has the nightly run.
     *
     * @param limit how many at most, 1 to 1000
     * @param cursor the nextCursor of the call before, to go on
     */
    public record ManyAsked(
            @Nullable String reason,
            @Nullable String state,
            @Nullable String provider,
            @Nullable String account,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** @param nextCursor there are more: send it with the next call; null when there are none */
    public record ManyReplayed(int subjects, @Nullable String nextCursor) {}

    @PostMapping("/v1/subjects/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ManyReplayed replayMany(
            @RequestBody ManyAsked asked,
            @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String header) {
        String because = ReplayReason.of(asked.reason(), header);
        if (asked.state() == null) {
            throw Refusal.ofBody("/state", "Say which: it is one of " + states());
        }
        int limit = asked.limit() == null ? ReplayBudget.AT_ONCE : asked.limit();
        if (limit < 1 || limit > ReplayBudget.AT_ONCE) {
            throw Refusal.ofBody("/limit", "It is between 1 and " + ReplayBudget.AT_ONCE + "; call again for the rest");
        }
        List<SubjectRow> page = subjects.replay(
                filter(asked.state(), asked.provider(), asked.account(), null),
                position(asked.cursor()),
                limit,
                Caller.current().because(because));
        return new ManyReplayed(
                page.size(),
                page.size() < limit ? null : Cursor.write(page.getLast().cursor()));
    }

    private static Subjects.Filter filter(
            @Nullable String state, @Nullable String provider, @Nullable String account, @Nullable String id) {
        return new Subjects.Filter(
                state == null ? null : stateOf(state),
                Sent.checked("provider", provider),
                Sent.checked("account", account),
                Sent.checked("id", id));
    }

    private static Subjects.State stateOf(String state) {
        return Subjects.State.of(state)
                .orElseThrow(() -> Refusal.of(HttpStatus.BAD_REQUEST, "STATE_UNKNOWN", "state is one of " + states()));
    }

    private static List<String> states() {
        return Arrays.stream(Subjects.State.values()).map(Subjects.State::key).toList();
    }

    private static String position(@Nullable String cursor) {
        String position = Cursor.read(cursor, BEGINNING);
        Sent.checked("cursor", position);
        return position;
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "SUBJECT_UNKNOWN", "There is no such subject");
    }
}
