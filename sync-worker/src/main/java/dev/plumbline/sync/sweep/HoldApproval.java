package dev.plumbline.sync.sweep;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.Approval.State;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Approved;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Done;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Proposal;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.pass.AccountTurn;
import dev.plumbline.sync.sweep.Holds.Hold;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Letting go of what a held account keeps back takes two people (S-23), as a run's HOLD does: the same kind of approval. */
@Component
public class HoldApproval {
    public static final String KIND = "hold-release";
    private static final int LOOKED_THROUGH = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Holds holds;
    private final AccountTurn turn;
    private final ObjectProvider<Approvals> approvals;

    /** @param approvals made of all kinds, one of which asks here: asked for when it is needed */
    HoldApproval(Holds holds, AccountTurn turn, ObjectProvider<Approvals> approvals) {
        this.holds = holds;
        this.turn = turn;
        this.approvals = approvals;
    }

    /** It waits for a second person from now on. */
    public Approval ask(long id, Caller by, @Nullable String because) {
        return approvals.getObject().ask(asked(id, Reasons.required(because)), by);
    }

    /** Whoever may decide about what another asked for approves it; everybody else asks. */
    Approval askOrApprove(long id, Caller by, @Nullable String because) {
        String reason = Reasons.required(because);
        Hold hold = open(id);
        Approvals all = approvals.getObject();
        return all.list(State.PENDING, KIND, null, LOOKED_THROUGH).stream()
                .filter(waiting -> waiting.subject().equals(subject(id)) && all.mayDecide(waiting, by))
                .filter(waiting -> told(content(waiting)) >= hold.keptBack())
                .findFirst()
                .map(waiting -> all.approve(waiting.id(), by, reason, null).orRefused())
                .orElseGet(() -> all.ask(asked(id, reason), by));
    }

    private static Approvals.Asked asked(long id, String reason) {
        return new Approvals.Asked(KIND, JSON.valueToTree(Map.of("hold", id)), reason, null, null);
    }

    private static String subject(long id) {
        return "hold " + id;
    }

    private static JsonNode content(Approval waiting) {
        return JSON.readTree(Objects.requireNonNull(waiting.content(), "It is short, and so in lists too"));
    }

    private static long told(JsonNode content) {
        return content.path("keptBack").asLong();
    }

    public static boolean isMeant(@Nullable JsonNode content) {
        return content != null && content.has("hold");
    }

    public Proposal propose(JsonNode asked) {
        long id = asked.path("hold").asLong(0);
        Hold hold = open(id);
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("hold", id);
        content.put("account", hold.provider() + "/" + hold.account());
        content.put("keptBack", hold.keptBack());
        return new Proposal(
                subject(id),
                "Let go of " + hold.provider() + "/" + hold.account() + ", which is HELD: the " + hold.keptBack()
                        + " customers that are kept back are fetched again, and lose access if still not found",
                content,
                Set.of());
    }

    /** Of no more customers than both were told of: those that came since may be another story. */
    public Done carryOut(Approved approved) {
        long id = approved.content().path("hold").asLong();
        Hold held = open(id);
        turn.take(held.provider(), held.account()); // or a worker keeps one more back between the count and the release
        Hold hold = open(id);
        if (hold.keptBack() > told(approved.content())) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "STALE_HOLD",
                    hold.keptBack() + " are kept back by now, not " + told(approved.content())
                            + ": look at them and ask again");
        }
        if (!holds.release(id, approved)) {
            throw released(holds.find(id).orElseThrow(() -> unknown(id)));
        }
        return new Done(Map.of("hold", id, "keptBack", hold.keptBack()), () -> {});
    }

    private Hold open(long id) {
        Hold hold = holds.find(id).orElseThrow(() -> unknown(id));
        if (!hold.isOpen()) {
            throw released(hold);
        }
        return hold;
    }

    static Refusal unknown(long id) {
        return Refusal.of(HttpStatus.NOT_FOUND, "HOLD_UNKNOWN", "There is no hold " + id);
    }

    private static Refusal released(Hold hold) {
        return Refusal.of(
                HttpStatus.CONFLICT,
                "HOLD_RELEASED",
                hold.releasedBy() + " released it already; if too many are missing still, a new one opens by itself");
    }
}
