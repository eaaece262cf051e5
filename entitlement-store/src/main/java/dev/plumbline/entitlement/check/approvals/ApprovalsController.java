package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval.State;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What takes a second person: asked for, looked at, decided. */
@RestController
public class ApprovalsController {
    private final Approvals approvals;
    private final InstantSource time;

    ApprovalsController(Approvals approvals, InstantSource realTime) {
        this.approvals = approvals;
        this.time = realTime;
    }

    /**
     * @param kind publish, hold-release, override, period or migration
     *
     * @param content what is to be done; its fields depend on the kind
     *
     * @param expiresIn how long it may wait, at most P30D; P7D when it is left out
     */
    public record AskBody(
            @Nullable String kind,
            @Nullable JsonNode content,
            @Nullable String reason,
            @Nullable String link,
            @Nullable Duration expiresIn) {}

    /** @param reason why; it stays with the decision */
    public record DecideBody(
            @Nullable String reason, @Nullable String link) {}

    public record WithdrawBody(@Nullable String reason) {}

    @PostMapping("/v1/approvals")
    public ResponseEntity<ApprovalView> ask(@RequestBody AskBody body) {
        Approval asked = approvals.ask(
                new Approvals.Asked(
                        body.kind(),
                        body.content(),
                        Reasons.required(body.reason()),
                        Texts.link(body.link()),
                        body.expiresIn()),
                Caller.current());
        return ResponseEntity.created(URI.create("/v1/approvals/" + asked.id())).body(view(asked));
    }

    /** Newest first. */
    @GetMapping("/v1/approvals")
    public Page<ApprovalView> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        if (kind != null && !approvals.kinds().contains(kind)) {
            throw Refusal.ofParameter(
                    "kind",
                    "It is one of " + approvals.kinds().stream().sorted().toList());
        }
        Approval before = cursor == null
                ? null
                : approvals.find(Cursor.read(cursor, "").replace("\0", "")).orElseThrow(Cursor::invalid);
        List<Approval> rows = approvals.list(state(state), kind, before, Page.checked(limit) + 1);
        return Page.of(rows, limit, this::view, Approval::id);
    }

    @GetMapping("/v1/approvals/{id}")
    public ApprovalView one(@PathVariable String id) {
        return view(approvals.find(id.replace("\0", "")).orElseThrow(Approvals::unknown));
    }

    /** By a second person; it is done at once, and the answer says whether it could be. */
    @PostMapping("/v1/approvals/{id}/approve")
    public ApprovalView approve(@PathVariable String id, @RequestBody DecideBody body) {
        return view(approvals.approve(
                id.replace("\0", ""), Caller.current(), Reasons.required(body.reason()), Texts.link(body.link())));
    }

    @PostMapping("/v1/approvals/{id}/reject")
    public ApprovalView reject(@PathVariable String id, @RequestBody DecideBody body) {
        return view(approvals.refuse(
                id.replace("\0", ""), Caller.current(), Reasons.required(body.reason()), Texts.link(body.link())));
    }

    /** By whoever asked for it. */
    @PostMapping("/v1/approvals/{id}/withdraw")
    public ApprovalView withdraw(@PathVariable String id, @RequestBody WithdrawBody body) {
        return view(approvals.withdraw(id.replace("\0", ""), Caller.current(), Reasons.required(body.reason())));
    }

    private ApprovalView view(Approval approval) {
        Caller caller = Caller.current();
        return ApprovalView.of(
                approval,
                time.instant(),
                approvals.mayDecide(approval, caller),
                approvals.mayWithdraw(approval, caller));
    }

    private static @Nullable State state(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(State.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter(
                        "state",
                        "It is one of "
                                + Arrays.stream(State.values())
                                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }
}
