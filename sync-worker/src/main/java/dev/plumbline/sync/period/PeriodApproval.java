package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.ApprovalKind;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.period.Periods.Said;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Locking and reopening a month, and signing one run's report: each of what is there, named by its hash, by a second person. */
@Component
class PeriodApproval implements ApprovalKind {
    static final String KIND = "period";
    static final String LOCK = "lock";
    static final String REOPEN = "reopen";

    private final Closing closing;
    private final Periods periods;
    private final SignOffs signOffs;

    PeriodApproval(Closing closing, Periods periods, SignOffs signOffs) {
        this.closing = closing;
        this.periods = periods;
        this.signOffs = signOffs;
    }

    /** What a decision about a month is about. */
    static String subject(YearMonth month) {
        return "period " + month;
    }

    @Override
    public String key() {
        return KIND;
    }

    /** Whoever prepares may ask that it is signed, or opened again. */
    @Override
    public Right asks() {
        return Right.FINANCE;
    }

    @Override
    public Right approves() {
        return Right.REVIEW;
    }

    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        if (asked.has("reconciliation")) {
            return signOffs.propose(asked.path("reconciliation").asLong(0));
        }
        YearMonth month = Period.month(asked.path("period").asString(""));
        return switch (asked.path("action").asString("")) {
            case LOCK -> {
                Period period = closing.lockable(month);
                // Whoever prepared it has a hand in it, whoever asks.
                yield proposal(
                        LOCK,
                        "Lock",
                        period,
                        periods.preparer(month, period.version()).identities());
            }
            case REOPEN -> proposal(REOPEN, "Reopen", closing.reopenable(month), Set.of());
            default -> throw Refusal.ofBody("/content/action", "It is lock or reopen");
        };
    }

    private Proposal proposal(String action, String word, Period period, Set<String> authors) {
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("period", period.month().toString());
        content.put("action", action);
        content.put("version", period.version());
        content.put("contentSha256", closing.head(period).contentSha256());
        return new Proposal(
                subject(period.month()),
                word + " period " + period.month() + ", version " + period.version(),
                content,
                authors);
    }

    @Override
    public Done carryOut(Approved approved) {
        JsonNode content = approved.content();
        String sha256 = content.path("contentSha256").asString("");
        Approval approval = approved.approval();
        var said = new Said(approved.because(), approval.link());
        if (content.has("reconciliation")) {
            long run = content.path("reconciliation").asLong();
            signOffs.sign(run, sha256, approved.approver(), said, approval.id());
            return new Done(Map.of("reconciliation", run, "contentSha256", sha256), () -> {});
        }
        YearMonth month = YearMonth.parse(content.path("period").asString(""));
        switch (content.path("action").asString("")) {
            case LOCK -> closing.lock(month, sha256, approved.approver(), said, approval.id());
            case REOPEN -> closing.reopen(month, sha256, approved.approver(), said, approval.id());
            default -> throw Refusal.of(HttpStatus.CONFLICT, "KIND_NOT_HERE", "This node cannot do that");
        }
        return new Done(Map.of("period", month.toString(), "contentSha256", sha256), () -> {});
    }
}
