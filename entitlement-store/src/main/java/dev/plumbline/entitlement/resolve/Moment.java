package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature at one instant, as the layers see it.
 *
 * @param offers what the plan lines that run come to, the best plan first; empty while they are being worked out
 * @param log null when nobody wants an explanation
 */
record Moment(
        FeatureCase of,
        Instant at,
        List<Offer> offers,
        @Nullable Log log) {
    FeatureKey key() {
        return of.key();
    }

    Feature feature() {
        return of.feature();
    }

    /** Whether anybody reads what the layers say: sentences that have to be made are made only then. */
    boolean isExplained() {
        return log != null;
    }

    /** @param why in one plain sentence */
    void say(String layer, @Nullable Source source, Offer before, Offer after, @Nullable Contract of, String why) {
        if (log != null) {
            log.add(layer, source, before, after, of, why);
        }
    }
}
