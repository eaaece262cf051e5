package dev.plumbline.entitlement.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why one feature has its answer at one instant: what each layer found and did, in order. Computed on demand from the
 * stored facts and model revision, by the same code that resolved them.
 */
public record Explanation(Segment segment, List<Layer> layers, List<FactRef> facts) {
    public Explanation {
        layers = List.copyOf(layers);
        facts = List.copyOf(facts);
    }

    /**
     * One step of the resolution.
     *
     * @param layer its number and name: {@code 1 plan version}, {@code 2 variation} … {@code 8 availability}, {@code 9 usage}
     * @param source where the offered value comes from; null when the layer had nothing to say
     * @param before the value the layer found, in words; null for nothing
     * @param after the value it left, in words; null for nothing
     * @param won whether this layer's value is (part of) the final answer
     * @param why in one plain sentence
     */
    public record Layer(
            String layer,
            @Nullable Source source,
            @Nullable String before,
            @Nullable String after,
            boolean won,
            String why) {}

    /**
     * A fact that the answer rests on.
     *
     * @param kind subscription, item, mapping, country, override, …
     * @param ref what exactly, e.g. {@code stripe/default/cus_1/sub_1/si_1}
     */
    public record FactRef(String kind, String ref) {}
}
