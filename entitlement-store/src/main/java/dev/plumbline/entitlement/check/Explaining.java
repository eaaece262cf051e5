package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.Checks.Look;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.CausingEvents;
import dev.plumbline.entitlement.resolve.Explanation;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Stage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a check is answered as it is: computed again from the stored facts and model, by the code that resolved them. */
@Component
public class Explaining {
    private final Checks checks;
    private final StageOf stages;
    private final CausingEvents events;

    Explaining(Checks checks, StageOf stages, CausingEvents events) {
        this.checks = checks;
        this.stages = stages;
        this.events = events;
    }

    /**
     * As it is now.
     *
     * @throws dev.plumbline.entitlement.check.http.Refusal when there is no such customer or feature
     */
    public Explained explain(String customer, String feature) {
        return explain(customer, feature, CheckQuery.PLAIN);
    }

    Explained explain(String customer, String feature, CheckQuery query) {
        if (!(checks.look(customer, query) instanceof Look.Found found)) {
            throw Found.customerUnknown(customer);
        }
        Answer answer = found.held().answer();
        FeatureKey key = StageOf.key(feature);
        Stage stage = stages.with(key, answer, found.at(), query);
        Feature asked = Objects.requireNonNull(stage.model().feature(key), "The stage was chosen for having it");
        Explanation explanation = Resolver.explain(stage.model(), stage.facts(), key, found.at(), query.user());
        return explained(found, asked, explanation, validity(found, feature, explanation, query), query);
    }

    /**
     * As long as the check says that it is so: the models that are agreed for later have a part in that, and the explanation is
     * by the one in force alone.
     */
    private Segment validity(Look.Found found, String feature, Explanation explanation, CheckQuery query) {
        Answer.Offer offer = checks.offer(found, feature, query);
        Segment checked = offer == null ? null : offer.at(found.at());
        return checked != null && checked.saysTheSame(explanation.segment()) ? checked : explanation.segment();
    }

    private Explained explained(
            Look.Found found, Feature feature, Explanation explanation, Segment segment, CheckQuery query) {
        if (!Checks.hasLevel(feature, query.level())) {
            throw Found.levelUnknown(feature.key().value(), Checks.levels(feature));
        }
        var offer = Answer.Offer.of(feature, List.of(segment));
        Answer.Offer whole = checks.offer(found, feature.key().value(), query);
        Checks.Decided decided = checks.decide(found, offer, whole == null ? offer : whole, query);
        Answer answer = found.held().answer();
        Map<String, String> causes = events.bySubject(answer.customer(), answer.version());
        return Explained.of(decided.answer(), decided.explain(explanation), ref -> event(causes, ref));
    }

    /** A fact of a subject is named by the subject first: {@code stripe/default/cus_1/sub_1/si_1}. */
    private static @Nullable String event(Map<String, String> causes, String ref) {
        return causes.entrySet().stream()
                .filter(cause -> ref.equals(cause.getKey()) || ref.startsWith(cause.getKey() + "/"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
