package dev.plumbline.entitlement.seal;

import org.jspecify.annotations.Nullable;

/**
 * What a walk along the chain found.
 *
 * @param rows that were looked at: all, or up to the first flaw
 * @param keyless how many of them were sealed without a key, and so by anybody
 * @param anchors notes outside the database that were compared
 */
public record Verified(
        long rows,
        long keyless,
        long anchors,
        long head,
        @Nullable Flaw flaw) {
    public boolean valid() {
        return flaw == null;
    }
}
