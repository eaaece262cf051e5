package dev.plumbline.entitlement.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down what each layer found and did, while it does it. */
final class Log {
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Contract leading;
    private boolean hasMismatch;

    /** @param of the contract that a step of one plan line or add-on is about; null for a step about the whole customer */
    private record Step(
            String layer,
            @Nullable Source source,
            Offer before,
            Offer after,
            @Nullable Contract of,
            String why) {
        boolean changed() {
            return !Objects.equals(before.value(), after.value()) || before.refusal() != after.refusal();
        }

        boolean isOneLine() {
            return layer.charAt(0) <= '4';
        }
    }

    void add(String layer, @Nullable Source source, Offer before, Offer after, @Nullable Contract of, String why) {
        steps.add(new Step(layer, source, before, after, of, why));
    }

    void leads(@Nullable Contract contract) {
        leading = contract;
    }

    void mismatch() {
        hasMismatch = true;
    }

    boolean hasMismatch() {
        return hasMismatch;
    }

    /** In the order in which they were taken; those whose change is part of the final answer have won. */
    List<Explanation.Layer> layers() {
        var layers = new ArrayList<Explanation.Layer>();
        var end = steps.getLast().after;
        var isOpen = true; // nothing later has put another answer in the place of what is seen
        for (var step : steps.reversed()) {
            var won = isOpen && step.changed() && (!step.isOneLine() || isPartOf(step, end));
            layers.add(new Explanation.Layer(
                    step.layer,
                    step.source,
                    Words.of(step.before.value()),
                    Words.of(step.after.value()),
                    won,
                    step.why));
            isOpen &= !(won && !step.isOneLine() && isWhole(step));
        }
        Collections.reverse(layers);
        return layers;
    }

    /** A line's step counts when the answer comes of that line; for a denial, when it is what took it away. */
    @SuppressWarnings("ReferenceEquality") // which contract, not what it says
    private boolean isPartOf(Step step, Offer end) {
        return end.value() == null
                ? step.after.value() == null && step.after.refusal() == end.refusal()
                : step.of == leading;
    }

    /** What a person set, and what availability or a person denied, leaves nothing of what was before. */
    private static boolean isWhole(Step step) {
        return step.layer.charAt(0) >= '7' && (step.after.value() == null || step.before.value() == null);
    }
}
