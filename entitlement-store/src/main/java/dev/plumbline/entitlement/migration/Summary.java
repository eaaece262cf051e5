package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.whatif.Money;
import java.util.Map;

/**
 * What a preview found, of those who move.
 *
 * @param moves how many do
 * @param changed whose answer changes by that, now or later
 * @param byKind customers by what happens to them, each once for each kind
 * @param byFeature customers by feature and kind
 * @param money what those pay a month, at list prices, who lose and who gain something
 * @param leftOut by reason
 */
public record Summary(
        long moves,
        long changed,
        long gain,
        long lose,
        Map<String, Long> byKind,
        Map<String, Map<String, Long>> byFeature,
        Money money,
        Map<String, Long> leftOut) {}
