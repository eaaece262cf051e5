package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** On the safe side until customers are looked at. */
@Component
class EveryChangeIsBroad implements Breadth {
    @Override
    public boolean isBroad(ModelRevision base, Model next, Instant effectiveAt) {
        return true;
    }
}
