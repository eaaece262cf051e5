package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.model.Caution;
import dev.plumbline.entitlement.model.Cautions;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.ModelPublished;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The model: the file that is in force, and the way for another to take its place. */
@RestController
public class CatalogController {
    static final String YAML = "application/yaml";
    private static final MediaType YAML_UTF8 = MediaType.parseMediaType("application/yaml;charset=UTF-8");

    private final Models models;
    private final Publishing publishing;
    private final CurrentModel current;
    private final CustomersToResolve work;
    private final BusinessClock business;
    private final ApplicationEventPublisher events;

    CatalogController(
            Models models,
            Publishing publishing,
            CurrentModel current,
            CustomersToResolve work,
            BusinessClock businessClock,
            ApplicationEventPublisher events) {
        this.models = models;
        this.publishing = publishing;
        this.current = current;
        this.work = work;
        this.business = businessClock;
        this.events = events;
    }

    /**
     * @param effectiveAt null for at once
     * @param unchanged whether the file says what the model said already
     */
    public record PublishedView(
            long revision,
            String sha256,
            Instant publishedAt,
            String publishedBy,
            @Nullable Instant effectiveAt,
            boolean unchanged) {
        static PublishedView of(ModelRevision revision, boolean unchanged) {
            return new PublishedView(
                    revision.revision(),
                    revision.sha256(),
                    revision.publishedAt(),
                    revision.publishedBy(),
                    revision.effectiveAt(),
                    unchanged);
        }
    }

    /**
     * @param base the revision it was held against; null when nothing is published yet
     * @param cautions what is allowed and often a slip
     */
    public record ValidView(boolean valid, @Nullable Long base, int features, int plans, List<CautionView> cautions) {}

    /** @param ref what it is about: {@code team@2}, a feature, a market */
    public record CautionView(String code, String ref, String detail) {
        static CautionView of(Caution caution) {
            return new CautionView(caution.code().name(), caution.ref(), caution.message());
        }
    }

    /**
     * The newest revision, which a next one is made on; it may be agreed for later only.
     *
     * @param at for the one in force at that instant
     */
    @GetMapping("/v1/catalog")
    public ResponseEntity<?> read(
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            @RequestParam(required = false) @Nullable Instant at) {
        Instant asked = Instants.ofParameter("at", at);
        ModelRevision newest = models.newest().orElseThrow(CatalogController::nothingPublished);
        ModelRevision inForce = models.inForceAt(newest.revision(), asked == null ? business.instant() : asked);
        ModelRevision revision = asked == null ? newest : inForce;
        var answer = ResponseEntity.ok()
                .eTag(EditNumber.tag(revision.revision()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .varyBy(HttpHeaders.ACCEPT);
        return accept.toLowerCase(Locale.ROOT).contains("yaml")
                ? answer.contentType(YAML_UTF8).body(revision.source())
                : answer.contentType(MediaType.APPLICATION_JSON)
                        .body(CatalogSummary.of(revision, inForce.revision(), work.behind()));
    }

    @PostMapping(
            path = "/v1/catalog/validate",
            consumes = {YAML, "application/x-yaml", "text/yaml"})
    public ValidView validate(@RequestBody InputStreamResource body) throws IOException {
        String source = CatalogSource.read(body.getInputStream());
        ModelRevision base = models.newest().orElse(null);
        return switch (CatalogFile.readAgainst(source, base == null ? null : base.model(), business.instant())) {
            case CatalogFile.Valid(var model) ->
                new ValidView(
                        true,
                        base == null ? null : base.revision(),
                        model.features().size(),
                        model.plans().size(),
                        Cautions.of(model).stream().map(CautionView::of).toList());
            case CatalogFile.Invalid(var problems) -> throw CatalogRefusals.of(problems);
        };
    }

    @PostMapping(
            path = "/v1/catalog/publish",
            consumes = {YAML, "application/x-yaml", "text/yaml"})
    public ResponseEntity<PublishedView> publish(
            @RequestBody InputStreamResource body,
            @RequestParam(required = false) @Nullable Instant effectiveAt,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason)
            throws IOException {
        String source = CatalogSource.read(body.getInputStream());
        var author = new Author(Caller.current().name(), Reasons.checked(reason));
        Published published = publishing.publish(new Publishing.Wanted(
                source, author, EditNumber.expected(ifMatch), Instants.ofParameter("effectiveAt", effectiveAt)));
        ModelRevision revision = CatalogRefusals.unlessPublished(published);
        boolean unchanged = published instanceof Published.Unchanged;
        if (!unchanged) {
            tell(revision);
        }
        return shown(revision, unchanged);
    }

    private void tell(ModelRevision revision) {
        current.published();
        events.publishEvent(new ModelPublished(revision.revision()));
    }

    /** @param reason why it is taken back */
    public record WithdrawBody(@Nullable String reason) {}

    /** Takes back a revision that has not taken effect. */
    @PostMapping("/v1/catalog/revisions/{revision}/withdraw")
    public ResponseEntity<PublishedView> withdraw(@PathVariable long revision, @RequestBody WithdrawBody body) {
        var author = new Author(Caller.current().name(), Reasons.required(body.reason()));
        return switch (publishing.withdraw(revision, author)) {
            case Publishing.Withdrawn.Done(var again) -> {
                tell(again);
                yield shown(again, false);
            }
            case Publishing.Withdrawn.NotPending _ ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "NOT_PENDING",
                        "Revision " + revision
                                + " is not waiting to take effect; publish a file that says what is to hold instead");
            case Publishing.Withdrawn.HasSuccessor(var successor) ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "HAS_SUCCESSOR",
                        "Revision %d was made on it: withdraw that one first".formatted(successor.revision()));
        };
    }

    private static ResponseEntity<PublishedView> shown(ModelRevision revision, boolean unchanged) {
        return ResponseEntity.ok()
                .eTag(EditNumber.tag(revision.revision()))
                .body(PublishedView.of(revision, unchanged));
    }

    static Refusal nothingPublished() {
        return Refusal.of(
                HttpStatus.NOT_FOUND,
                "NOTHING_PUBLISHED",
                "No catalog is published yet: POST it to /v1/catalog/publish");
    }
}
