package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the resolver as an application would, and says what it has to answer. */
record Asked(
        Model model,
        Facts facts,
        FeatureKey feature,
        @Nullable String user) {
    static Asked of(Model model, ACustomer customer, String feature) {
        return new Asked(model, customer.facts(), new FeatureKey(feature), null);
    }

    Asked by(String itsUser) {
        return new Asked(model, facts, feature, itsUser);
    }

    Segment on(String time) {
        var instant = at(time);
        return Objects.requireNonNull(
                        Resolver.resolve(model, facts, user).features().get(feature))
                .stream()
                .filter(segment -> segment.covers(instant))
                .findFirst()
                .orElseThrow();
    }

    /** @param value in words, as explanations say it */
    Asked gives(String time, String value, Reason reason, String ref) {
        var outcome = on(time).outcome();
        assertThat(Words.of(outcome))
                .as("value of %s at %s: %s", feature, time, outcome)
                .isEqualTo(value);
        assertThat(outcome.reason()).as("reason of %s at %s", feature, time).isEqualTo(reason);
        assertThat(outcome.source().ref())
                .as("source of %s at %s", feature, time)
                .isEqualTo(ref);
        return this;
    }

    Asked denies(String time, Reason reason) {
        assertThat(on(time).outcome())
                .as("%s at %s", feature, time)
                .isInstanceOfSatisfying(
                        Segment.Outcome.Denied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(reason));
        return this;
    }

    Asked phase(String time, Segment.@Nullable Phase phase) {
        assertThat(on(time).phase()).as("phase at %s", time).isEqualTo(phase);
        return this;
    }
}
