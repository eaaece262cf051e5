package dev.plumbline.entitlement.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plumbline.entitlement.resolve.Explanation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A decision and all that led to it, in order (04). */
public record Explained(CheckAnswer decision, List<Layer> layers, List<Fact> facts) {
    /** @param source null when the layer had nothing to say */
    public record Layer(
            String layer,
            CheckAnswer.@Nullable From source,
            @Nullable String before,
            @Nullable String after,
            boolean won,
            String why) {
        private static final String MERGE = "5 merge";

        static List<Layer> of(List<Explanation.Layer> layers) {
            boolean decided = layers.stream().anyMatch(Explanation.Layer::won);
            return layers.stream().map(layer -> of(layer, decided)).toList();
        }

        /** Where nothing was ever given no layer takes anything away: it is the merge, finding nothing, that decides. */
        private static Layer of(Explanation.Layer layer, boolean decided) {
            return new Layer(
                    layer.layer(),
                    layer.source() == null ? null : CheckAnswer.From.of(layer.source()),
                    layer.before(),
                    layer.after(),
                    layer.won() || (!decided && layer.layer().equals(MERGE)),
                    layer.why());
        }
    }

    /** @param event the provider's event that made us look, if one did */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fact(String kind, String ref, @Nullable String event) {}

    static Explained of(CheckAnswer decision, Explanation explanation, Function<String, @Nullable String> eventOf) {
        return new Explained(
                decision,
                Layer.of(explanation.layers()),
                explanation.facts().stream()
                        .map(fact -> new Fact(fact.kind(), fact.ref(), eventOf.apply(fact.ref())))
                        .toList());
    }
}
