package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.file.Problem;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Published;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Why a catalog file is not published, with the place of everything that is wrong. */
final class CatalogRefusals {
    private CatalogRefusals() {}

    /** The revision that says it now. */
    static ModelRevision unlessPublished(Published published) {
        return switch (published) {
            case Published.Done(var revision) -> revision;
            case Published.Unchanged(var revision) -> revision;
            case Published.Invalid(var problems) -> throw of(problems);
            case Published.Frozen(var problems) -> throw of(problems);
            case Published.StaleBase(var newer) -> throw staleBase(newer);
            case Published.OutsideCadence refused -> throw outsideCadence(refused);
            case Published.NotThen(var why) -> throw Refusal.ofParameter("effectiveAt", why);
            case Published.BeforePending(var pending) -> throw beforePending(pending);
        };
    }

    static Refusal of(List<Problem> problems) {
        boolean frozen = problems.stream().allMatch(Problem::isFrozen);
        Refusal refusal = frozen
                ? Refusal.of(
                        HttpStatus.CONFLICT,
                        "FROZEN_VERSION_CHANGED",
                        "Published versions do not change: sell what is new as a new version")
                : Refusal.of(HttpStatus.UNPROCESSABLE_CONTENT, "CATALOG_INVALID", "The catalog file has problems");
        problems.forEach(problem -> refusal.with(Map.of(
                "pointer", problem.pointer(),
                "line", problem.line(),
                "column", problem.column(),
                "code", problem.code(),
                "detail", problem.message())));
        return refusal;
    }

    static Refusal staleBase(ModelRevision newer) {
        return Refusal.of(
                        HttpStatus.CONFLICT,
                        "STALE_BASE",
                        ("Revision %d was published meanwhile by %s: read it (GET /v1/catalog), make the change on it, and"
                                        + " publish that with its ETag as If-Match")
                                .formatted(newer.revision(), newer.publishedBy()))
                .set("revision", newer.revision());
    }

    static Refusal beforePending(ModelRevision pending) {
        return Refusal.of(
                        HttpStatus.CONFLICT,
                        "CHANGE_PENDING",
                        ("Revision %d takes effect at %s and this one is made on it: let it take effect then or later"
                                        + " (effectiveAt=), or withdraw revision %d first")
                                .formatted(pending.revision(), pending.effectiveAt(), pending.revision()))
                .set("revision", pending.revision());
    }

    static Refusal outsideCadence(Published.OutsideCadence refused) {
        Refusal refusal = Refusal.of(
                HttpStatus.CONFLICT,
                "OUTSIDE_CADENCE",
                refused.what() + ", and " + refused.wanted() + " is not a day agreed for that. "
                        + refused.next()
                                .map(next -> "Let it take effect at " + next + " (effectiveAt=)")
                                .orElse("No agreed day is left in cadence.dates")
                        + (refused.next().isPresent() ? ", or have" : ": have")
                        + " a second person approve it (POST /v1/approvals)");
        refused.next().ifPresent(next -> refusal.set("nextAllowed", next.toString()));
        return refusal.set(
                "approval", Map.of("kind", PublishApproval.KIND, "content", "{source, effectiveAt?, base?}"));
    }
}
