package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.model.Feature;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What cannot be undone is not allowed on old knowledge (03): while the database is away a cached grant answers on, but not for
 * a feature that the model calls irreversible.
 */
@Component
class Irreversible {
    private final Duration within;

    /** @param within what is held is confirmed each second, so this passes only where that fails */
    Irreversible(@Value("${plumbline.check.irreversible-within:PT30S}") Duration within) {
        this.within = within;
    }

    boolean isTooStale(Feature feature, Duration staleness) {
        return feature.irreversible() && staleness.compareTo(within) > 0;
    }
}
