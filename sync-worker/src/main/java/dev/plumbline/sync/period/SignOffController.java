package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.approvals.ApprovalsController.AskBody;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.sync.period.SignOffs.SignOff;
import dev.plumbline.sync.period.SignOffs.Signable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run's report, signed by two: whoever asked for the run or prepared its signature, and a reviewer. */
@RestController
public class SignOffController {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SignOffs signOffs;
    private final Approvals approvals;
    private final ApprovalsController asking;
    private final Waiting waiting;

    SignOffController(SignOffs signOffs, Approvals approvals, ApprovalsController asking, Waiting waiting) {
        this.signOffs = signOffs;
        this.approvals = approvals;
        this.asking = asking;
        this.waiting = waiting;
    }

    /** @param contentSha256 of the report that was looked at; when another one is there by now, nothing is signed */
    public record SignBody(
            @Nullable String reason,
            @Nullable String link,
            @Nullable String contentSha256) {}

    /**
     * Where it stands, for a page.
     *
     * @param signed null while it is not
     * @param prepared what the first person signed and waits for the second; null when nobody did
     */
    public record Standing(
            @Nullable SignOff signed, @Nullable ApprovalView prepared) {}

    /** @param contentSha256 of its report: what was prepared of another one counts no more */
    public Standing standing(long run, String contentSha256) {
        return new Standing(signOffs.find(run).orElse(null), prepared(run, contentSha256));
    }

    private @Nullable ApprovalView prepared(long run, String contentSha256) {
        return waiting.of(SignOffs.subject(run)).stream()
                .filter(one -> one.content().path("contentSha256").asString("").equals(contentSha256))
                .findFirst()
                .orElse(null);
    }

    @GetMapping("/v1/reconciliations/{id}/sign-off")
    public SignOff one(@PathVariable long id) {
        return signOffs.find(id)
                .orElseThrow(() ->
                        Refusal.of(HttpStatus.NOT_FOUND, "NOT_SIGNED", "The report of run " + id + " is not signed"));
    }

    /** As the first person: it waits for a reviewer from now on. An application asks for an approval. */
    public ApprovalView prepare(long id, SignBody body) {
        checkLookedAt(signOffs.signable(id), body);
        return Objects.requireNonNull(
                asking.ask(new AskBody(PeriodApproval.KIND, content(id), body.reason(), body.link(), null))
                        .getBody());
    }

    /** As the second person: of what somebody prepared, or of a run that somebody else asked for. */
    @PostMapping("/v1/reconciliations/{id}/sign-off")
    @ResponseStatus(HttpStatus.CREATED)
    public SignOff sign(@PathVariable long id, @RequestBody SignBody body) {
        String reason = Reasons.required(body.reason());
        Signable signable = signOffs.signable(id);
        checkLookedAt(signable, body);
        if (signable.authors().isEmpty() && prepared(id, signable.contentSha256()) == null) {
            throw Refusal.of(
                            HttpStatus.FORBIDDEN,
                            "SECOND_PERSON_REQUIRED",
                            "Run " + id
                                    + " began by itself: one person signs that it is prepared, and another one that it"
                                    + " is reviewed. Ask for it: POST /v1/approvals")
                    .set("approval", Map.of("kind", PeriodApproval.KIND, "content", "{reconciliation}"));
        }
        var asked = new Approvals.Asked(PeriodApproval.KIND, content(id), reason, Texts.link(body.link()), null);
        var _ = approvals
                .decideNow(asked, signable.authors(), signable.askedBy(), Caller.current())
                .orRefused();
        return one(id);
    }

    private static JsonNode content(long run) {
        return JSON.valueToTree(Map.of("reconciliation", run));
    }

    private static void checkLookedAt(Signable signable, SignBody body) {
        if (body.contentSha256() != null && !body.contentSha256().equals(signable.contentSha256())) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "REPORT_OUTDATED", "Its hash is " + signable.contentSha256() + ": look again");
        }
    }
}
