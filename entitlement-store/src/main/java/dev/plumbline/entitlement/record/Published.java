package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.file.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How publishing a catalog file ended. */
public sealed interface Published {
    /** It is the model from its instant on; customers are resolved anew in the background. */
    record Done(ModelRevision revision) implements Published {}

    /** It says what the model says already. */
    record Unchanged(ModelRevision revision) implements Published {}

    record Invalid(List<Problem> problems) implements Published {}

    /** It edits what is published and therefore fixed (03, frozen). */
    record Frozen(List<Problem> problems) implements Published {}

    /** It was made on an older base than the model of now. */
    record StaleBase(ModelRevision current) implements Published {}

    /** It cannot take effect at that instant. */
    record NotThen(String why) implements Published {}

    /** Another change is agreed for a later instant, and this one was made on it: it cannot come first. */
    record BeforePending(ModelRevision pending) implements Published {}

    /**
     * Such changes land on the agreed days only.
     *
     * @param what it does that takes such a day, as the start of a sentence
     * @param next the first allowed instant from the wanted one on; empty when all dates are over
     */
    record OutsideCadence(String what, Instant wanted, Optional<Instant> next) implements Published {}
}
