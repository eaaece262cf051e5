package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.ApprovalKind;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.ModelPublished;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * A model that is to hold on a day that is not agreed for broad changes (M12). What is published is the file that was asked for, on
 * the revision that it was made on: when another has been published meanwhile, it is not.
 */
@Component
class PublishApproval implements ApprovalKind {
    static final String KIND = "publish";
    private static final String EFFECTIVE_AT = "/content/effectiveAt";

    private final Models models;
    private final Publishing publishing;
    private final CurrentModel current;
    private final BusinessClock business;
    private final ApplicationEventPublisher events;

    PublishApproval(
            Models models,
            Publishing publishing,
            CurrentModel current,
            BusinessClock businessClock,
            ApplicationEventPublisher events) {
        this.models = models;
        this.publishing = publishing;
        this.current = current;
        this.business = businessClock;
        this.events = events;
    }

    @Override
    public String key() {
        return KIND;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public Right asks() {
        return Right.PUBLISH;
    }

    @Override
    public Right approves() {
        return Right.PUBLISH;
    }

    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        if (!asked.path("source").isString()) {
            throw Refusal.ofBody("/content/source", "It is the catalog file, as text");
        }
        String source = asked.path("source").asString();
        ModelRevision base = models.newest().orElseThrow(CatalogController::nothingPublished);
        if (asked.hasNonNull("base") && asked.path("base").asLong(-1) != base.revision()) {
            throw CatalogRefusals.staleBase(base);
        }
        if (CatalogFile.readAgainst(source, base.model(), business.instant())
                instanceof CatalogFile.Invalid(var problems)) {
            throw CatalogRefusals.of(problems);
        }
        Instant effectiveAt = instant(asked);
        publishing.notThen(base, effectiveAt).ifPresent(PublishApproval::refuse);
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("base", base.revision());
        content.put("effectiveAt", effectiveAt == null ? null : effectiveAt.toString());
        content.put("source", source);
        return new Proposal(
                "model",
                "Publish on revision " + base.revision() + ", to take effect "
                        + (effectiveAt == null ? "at once" : "at " + effectiveAt),
                content,
                Set.of());
    }

    private static void refuse(Published published) {
        if (published instanceof Published.NotThen(var why)) {
            throw Refusal.ofBody(EFFECTIVE_AT, why);
        }
        CatalogRefusals.unlessPublished(published);
    }

    private static @Nullable Instant instant(JsonNode asked) {
        try {
            return asked.hasNonNull("effectiveAt")
                    ? Instants.ofBody(
                            EFFECTIVE_AT,
                            Instant.parse(asked.path("effectiveAt").asString("")))
                    : null;
        } catch (DateTimeException notOne) {
            throw Refusal.ofBody(EFFECTIVE_AT, "It is an instant such as 2026-12-01T06:00:00Z");
        }
    }

    @Override
    public Done carryOut(Approved approved) {
        JsonNode content = approved.content();
        var author = new Author(
                approved.approval().askedBy(),
                approved.approval().reason() + " (approved by "
                        + approved.approver().name() + ": " + approved.because() + ")",
                approved.approval().link());
        ModelRevision revision = CatalogRefusals.unlessPublished(publishing.publish(new Publishing.Wanted(
                content.path("source").asString(), author, content.path("base").asLong(), instant(content), true)));
        return new Done(Map.of("revision", revision.revision(), "sha256", revision.sha256()), () -> {
            current.published();
            events.publishEvent(new ModelPublished(revision.revision()));
        });
    }
}
