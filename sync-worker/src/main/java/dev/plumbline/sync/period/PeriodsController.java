package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.sync.period.Periods.Preparer;
import dev.plumbline.sync.period.Periods.Said;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Finance's months: prepared by one person, reviewed and locked by another, reopened by two. */
@RestController
public class PeriodsController {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Periods periods;
    private final Closing closing;
    private final Approvals approvals;
    private final PeriodViews views;

    PeriodsController(Periods periods, Closing closing, Approvals approvals, PeriodViews views) {
        this.periods = periods;
        this.closing = closing;
        this.approvals = approvals;
        this.views = views;
    }

    /**
     * @param reason why; of preparing, what finance has to say of the month: it stands in the pack
     *
     * @param contentSha256 of the pack that was looked at; when another one is there by now, nothing is done
     */
    public record StepBody(
            @Nullable String reason,
            @Nullable String link,
            @Nullable String contentSha256) {
        Said said() {
            return new Said(Reasons.required(reason), Texts.link(link));
        }
    }

    /** Months that something was compared in, the newest first. */
    @GetMapping("/v1/periods")
    public Page<PeriodView> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        String before =
                cursor == null ? null : Period.month(Cursor.read(cursor, "")).toString();
        List<Period> rows = periods.list(before, Page.checked(limit) + 1);
        return Page.of(rows, limit, views.ofAll(rows), period -> period.month().toString());
    }

    @GetMapping("/v1/periods/{period}")
    public PeriodView one(@PathVariable String period) {
        return views.of(periods.find(Period.month(period)));
    }

    /** For a page: whether the caller prepared the pack in force, by whatever key or page. */
    public boolean isPreparedByCaller(PeriodView period) {
        PeriodView.PackHead pack = period.pack();
        return pack != null
                && Caller.current()
                        .isOneOf(periods.preparer(Period.month(period.period()), pack.version())
                                .identities());
    }

    @PostMapping("/v1/periods/{period}/prepare")
    public PeriodView prepare(@PathVariable String period, @RequestBody StepBody body) {
        closing.prepare(Period.month(period), Caller.current(), body.said());
        return one(period);
    }

    @PostMapping("/v1/periods/{period}/review")
    public PeriodView review(@PathVariable String period, @RequestBody StepBody body) {
        closing.review(Period.month(period), Caller.current(), body.said(), body.contentSha256());
        return one(period);
    }

    /** Whoever prepared it is the author of this decision, and the caller the second person. */
    @PostMapping("/v1/periods/{period}/lock")
    public PeriodView lock(@PathVariable String period, @RequestBody StepBody body) {
        YearMonth month = Period.month(period);
        Period lockable = closing.lockable(month);
        checkSame(lockable, body.contentSha256());
        Preparer preparer = periods.preparer(month, lockable.version());
        var _ = approvals
                .decideNow(
                        asked(PeriodApproval.LOCK, month, body),
                        preparer.identities(),
                        preparer.name(),
                        Caller.current())
                .orRefused();
        return one(period);
    }

    /** 202 for the first of the two, who asks for it; 200 for the second, who wants the same and so approves it. */
    @PostMapping("/v1/periods/{period}/reopen")
    public ResponseEntity<PeriodView> reopen(@PathVariable String period, @RequestBody StepBody body) {
        YearMonth month = Period.month(period);
        checkSame(closing.reopenable(month), body.contentSha256());
        Approval decided = approvals.askOrApprove(asked(PeriodApproval.REOPEN, month, body), Caller.current());
        if (decided.state() == Approval.State.PENDING) {
            return ResponseEntity.accepted().body(one(period));
        }
        var _ = decided.orRefused();
        return ResponseEntity.ok(one(period));
    }

    private void checkSame(Period period, @Nullable String contentSha256) {
        String there = closing.head(period).contentSha256();
        if (contentSha256 != null && !contentSha256.equals(there)) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PACK_OUTDATED",
                    "Another pack was made since you looked: its hash is " + there);
        }
    }

    private static Approvals.Asked asked(String action, YearMonth month, StepBody body) {
        Said said = body.said();
        return new Approvals.Asked(
                PeriodApproval.KIND,
                JSON.valueToTree(Map.of("period", month.toString(), "action", action)),
                said.reason(),
                said.link(),
                null);
    }
}
