package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A published catalog file.
 *
 * @param source the file as it was published
 * @param sha256 of it, hexadecimal
 * @param publishedAt recorded time
 * @param effectiveAt when it takes effect, business time; null for at once
 */
public record ModelRevision(
        long revision,
        String source,
        String sha256,
        Instant publishedAt,
        String publishedBy,
        @Nullable Instant effectiveAt,
        Model model) {
    boolean isPending(Instant now) {
        return effectiveAt != null && effectiveAt.isAfter(now);
    }
}
