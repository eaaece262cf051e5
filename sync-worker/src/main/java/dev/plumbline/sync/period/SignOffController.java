package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.sync.period.SignOffs.SignOff;
import dev.plumbline.sync.period.SignOffs.Signable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** One run's report, signed by somebody who did not ask for the run. */
@RestController
public class SignOffController {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SignOffs signOffs;
    private final Approvals approvals;

    SignOffController(SignOffs signOffs, Approvals approvals) {
        this.signOffs = signOffs;
        this.approvals = approvals;
    }

    /** @param contentSha256 of the report that was looked at; when another one is there by now, nothing is signed */
    public record SignBody(
            @Nullable String reason,
            @Nullable String link,
            @Nullable String contentSha256) {}

    @GetMapping("/v1/reconciliations/{id}/sign-off")
    public SignOff one(@PathVariable long id) {
        return signOffs.find(id)
                .orElseThrow(() ->
                        Refusal.of(HttpStatus.NOT_FOUND, "NOT_SIGNED", "The report of run " + id + " is not signed"));
    }

    @PostMapping("/v1/reconciliations/{id}/sign-off")
    @ResponseStatus(HttpStatus.CREATED)
    public SignOff sign(@PathVariable long id, @RequestBody SignBody body) {
        String reason = Reasons.required(body.reason());
        Signable signable = signOffs.signable(id);
        if (body.contentSha256() != null && !body.contentSha256().equals(signable.contentSha256())) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "REPORT_OUTDATED", "Its hash is " + signable.contentSha256() + ": look again");
        }
        var asked = new Approvals.Asked(
                PeriodApproval.KIND,
                JSON.valueToTree(Map.of("reconciliation", id)),
                reason,
                Texts.link(body.link()),
                null);
        var _ = approvals
                .decideNow(asked, signable.authors(), signable.askedBy(), Caller.current())
                .orRefused();
        return one(id);
    }
}
