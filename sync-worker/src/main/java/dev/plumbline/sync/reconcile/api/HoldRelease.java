package dev.plumbline.sync.reconcile.api;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.ApprovalKind;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.reconcile.api.Requests.Held;
import dev.plumbline.sync.sweep.HoldApproval;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Letting a HOLD go takes two people (S-8, S-23): who asked for the run, or for its release, and another one. An account's goes by
 * the same kind, with another content.
 */
@Component
public class HoldRelease implements ApprovalKind {
    static final String KIND = HoldApproval.KIND;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Requests requests;
    private final HoldApproval accounts;
    private final ObjectProvider<Approvals> approvals;

    /** @param approvals made of all kinds, this one too: asked for when it is needed */
    HoldRelease(Requests requests, HoldApproval accounts, ObjectProvider<Approvals> approvals) {
        this.requests = requests;
        this.accounts = accounts;
        this.approvals = approvals;
    }

    @Override
    public String key() {
        return KIND;
    }

    /** Whoever may start runs may ask that one goes on. */
    @Override
    public Right asks() {
        return Right.FINANCE;
    }

    /** That an account is let go is for whoever operates it to ask. */
    @Override
    public Right asks(@Nullable JsonNode content) {
        return HoldApproval.isMeant(content) ? Right.OPERATE : asks();
    }

    @Override
    public Right approves() {
        return Right.RELEASE;
    }

    /** By the second person at once; the first one of a run that nobody asked for is an author, and waits for another. */
    public Approval release(long run, Caller by, @Nullable String because) {
        Held held = requests.held(run).orElseThrow(() -> notHeld(run));
        if (by.isOneOf(held.authors())) {
            throw Refusal.of(
                            HttpStatus.FORBIDDEN,
                            "SECOND_PERSON_REQUIRED",
                            "You asked for run " + run
                                    + ", with this key or otherwise; a second person releases it. Ask for it: POST"
                                    + " /v1/approvals")
                    .set("approval", Map.of("kind", KIND, "content", "{reconciliation}"));
        }
        var asked = new Approvals.Asked(
                KIND, JSON.valueToTree(Map.of("reconciliation", run)), Reasons.required(because), null, null);
        Approval decided = held.authors().isEmpty()
                ? approvals.getObject().askOrApprove(asked, by)
                : approvals.getObject().decideNow(asked, held.authors(), held.askedBy(), by);
        return decided.orRefused();
    }

    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        if (HoldApproval.isMeant(asked)) {
            return accounts.propose(asked);
        }
        long run = asked.path("reconciliation").asLong(0);
        Held held = requests.held(run).orElseThrow(() -> notHeld(run));
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("reconciliation", run);
        content.put("attempt", held.attempt());
        content.put("losing", held.losing());
        return new Proposal(
                "reconciliation " + run,
                "Release run " + run + ": up to " + held.losing() + " customers lose access",
                content,
                held.authors());
    }

    /** Of the very run that was looked at: when it was released and held again meanwhile, others may lose access. */
    @Override
    public Done carryOut(Approved approved) {
        if (HoldApproval.isMeant(approved.content())) {
            return accounts.carryOut(approved);
        }
        long run = approved.content().path("reconciliation").asLong();
        Held held = requests.held(run).orElseThrow(() -> notHeld(run));
        if (held.attempt() != approved.content().path("attempt").asInt()
                || held.losing() != approved.content().path("losing").asLong()) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "STALE_HOLD", "Run " + run + " was held anew since: look at it and ask again");
        }
        try {
            if (!requests.release(run, approved.approver(), approved.because())) {
                throw notHeld(run);
            }
        } catch (DuplicateKeyException another) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "RECONCILIATION_RUNNING",
                    "Another run of the account is open: watch or stop it first");
        }
        return new Done(Map.of("reconciliation", run), requests::wake);
    }

    private static Refusal notHeld(long run) {
        return Refusal.of(HttpStatus.CONFLICT, "RECONCILIATION_NOT_HELD", "Run " + run + " is not held");
    }
}
