package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.PlanController;
import dev.plumbline.entitlement.model.diff.CatalogDiff;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.whatif.WhatIf;
import dev.plumbline.entitlement.whatif.WhatIfRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A model that one person asks for, as the second one reads it: beside what it was made on, and with who gains and who loses. */
@Component
public class ProposedModel {
    private final Models models;
    private final WhatIf whatIf;
    private final PlanController plans;

    ProposedModel(Models models, WhatIf whatIf, PlanController plans) {
        this.models = models;
        this.whatIf = whatIf;
        this.plans = plans;
    }

    /**
     * @param base what it was made on
     * @param newest what is there now: when it is another one, this cannot be published any more
     * @param changes what they mean otherwise
     * @param lines what they say otherwise
     * @param plan who gains and who loses by it; null when nobody asked, or it is forgotten
     */
    public record Seen(
            long base,
            long newest,
            String source,
            List<?> changes,
            List<?> lines,
            @Nullable WhatIfRun plan) {
        public boolean isStale() {
            return base != newest;
        }
    }

    /** @param content of an approval of the kind publish */
    public Seen see(JsonNode content) {
        String source = source(content);
        ModelRevision base = models.at(content.path("base").asLong());
        return new Seen(
                base.revision(),
                models.newestRevision(),
                source,
                CatalogFile.read(source) instanceof CatalogFile.Valid(var model)
                        ? CatalogDiff.between(base.model(), model)
                        : List.of(),
                LineDiff.between(base.source(), source),
                whatIf.of(source, base.revision(), effectiveAt(content)).orElse(null));
    }

    /** Asks who gains and who loses by it; by which id that is read. */
    public UUID plan(JsonNode content) throws IOException {
        var body =
                new InputStreamResource(new ByteArrayInputStream(source(content).getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(
                        plans.plan(body, effectiveAt(content), "0s").getBody())
                .id();
    }

    private static String source(JsonNode content) {
        return content.path("source").asString("");
    }

    private static @Nullable Instant effectiveAt(JsonNode content) {
        return content.hasNonNull("effectiveAt")
                ? Instant.parse(content.path("effectiveAt").asString(""))
                : null;
    }
}
