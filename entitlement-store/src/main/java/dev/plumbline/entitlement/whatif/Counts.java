package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.whatif.Change.Kind;
import java.util.Map;

/**
 * Customers, counted: by what happens to them, each once for each kind.
 *
 * @param customers whose answer changes in any way
 * @param byFeature customers by feature and kind
 * @param unresolved who could not be looked at, because what is stored of them cannot be understood
 */
public record Counts(
        long customers,
        long gain,
        long lose,
        Map<Kind, Long> byKind,
        Map<String, Map<Kind, Long>> byFeature,
        long unresolved) {
    static final Counts NONE = new Counts(0, 0, 0, Map.of(), Map.of(), 0);
}
