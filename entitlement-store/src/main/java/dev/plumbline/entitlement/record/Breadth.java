package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;

/** How many customers a change of the model touches. */
@FunctionalInterface
public interface Breadth {
    /**
     * Whether it alters the answer of more than one existing customer (03, broad).
     *
     * @param effectiveAt from when on answers are compared, over the whole known future
     */
    boolean isBroad(ModelRevision base, Model next, Instant effectiveAt);
}
