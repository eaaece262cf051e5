package dev.plumbline.sync.sweep;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.sweep.Holds.Hold;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts that are held, for operators: nobody of them loses access for not being found until two people say so. */
@RestController
public class HoldsController {
    private final Holds holds;
    private final HoldApproval releasing;

    HoldsController(Holds holds, HoldApproval releasing) {
        this.holds = holds;
        this.releasing = releasing;
    }

    /** @param reason why; it stays in the audit */
    public record ReleaseBody(@Nullable String reason) {}

    /** @param waitsFor who has to do what before it is released; null when it is */
    public record ReleaseAnswer(
            @JsonUnwrapped Hold hold, @Nullable String waitsFor) {}

    @GetMapping("/v1/holds")
    public Page<Hold> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        return Page.of(
                holds.list(isOpen(state), Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1),
                limit,
                Function.identity(),
                hold -> Long.toString(hold.id()));
    }

    private static @Nullable Boolean isOpen(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "open" -> true;
            case "released" -> false;
            default -> throw Refusal.ofParameter("state", "It is open or released");
        };
    }

    /**
     * The first person asks, and the answer is 202 with the approval that waits; a second one, who may let a HOLD go, approves by
     * the same. Whoever was kept back is fetched again then, and loses access if still not found.
     */
    @PostMapping("/v1/holds/{id}/release")
    public ResponseEntity<ReleaseAnswer> release(@PathVariable long id, @RequestBody ReleaseBody body) {
        Approval approval = releasing.askOrApprove(id, Caller.current(), body.reason());
        Hold hold = holds.find(id).orElseThrow(() -> HoldApproval.unknown(id));
        if (hold.isOpen()) {
            URI there = URI.create("/v1/approvals/" + approval.id());
            return ResponseEntity.accepted()
                    .location(there)
                    .body(new ReleaseAnswer(
                            hold, "A second person who may let a HOLD go approves it: POST " + there + "/approve"));
        }
        return ResponseEntity.ok(new ReleaseAnswer(hold, null));
    }
}
