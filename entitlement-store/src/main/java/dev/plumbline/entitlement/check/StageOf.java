package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Stage;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which model and facts a question about a feature at an instant is about. */
@Component
class StageOf {
    private final Checks checks;
    private final Answering answering;

    StageOf(Checks checks, Answering answering) {
        this.checks = checks;
        this.answering = answering;
    }

    static FeatureKey key(String feature) {
        return Optional.of(feature)
                .filter(FeatureKey::isWellFormed)
                .map(FeatureKey::new)
                .orElseThrow(() -> Found.featureUnknown(feature));
    }

    /** What the answer rests on at that instant; or the newest model, when the customer is not resolved with it yet. */
    Stage with(FeatureKey key, Answer answer, Instant at, CheckQuery query) {
        if (answer.modelRevision() == 0) {
            throw Found.featureUnknown(key.value());
        }
        long newest = checks.newest(answer, query);
        Grounds grounds = checks.isBefore(answer, query)
                ? answering.groundsBefore(answer, newest, at)
                : answering.grounds(answer, query.isOwn() ? answer.modelRevision() : newest);
        Stage stage = grounds.in(query.country()).at(at);
        if (stage.model().feature(key) == null) {
            stage = answering.grounds(answer, newest).in(query.country()).at(at);
        }
        if (stage.model().feature(key) == null) {
            throw Found.featureUnknown(key.value());
        }
        return stage;
    }

    /** What is known of a customer under the newest model, whatever its answer was made from. */
    Stage newest(Answer answer, Instant at) {
        return answering
                .grounds(answer, checks.newest(answer, CheckQuery.PLAIN))
                .at(at);
    }
}
