package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.Checks.Look;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.CausingEvents;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.resolve.Explanation;
import dev.plumbline.entitlement.resolve.Resolver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a check is answered as it is: computed again from the stored facts and model, by the code that resolved them. */
@Component
public class Explaining {
    private final Checks checks;
    private final Answering answering;
    private final Models models;
    private final CurrentModel current;
    private final CausingEvents events;

    Explaining(Checks checks, Answering answering, Models models, CurrentModel current, CausingEvents events) {
        this.checks = checks;
        this.answering = answering;
        this.models = models;
        this.current = current;
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
        FeatureKey key = Optional.of(feature)
                .filter(FeatureKey::isWellFormed)
                .map(FeatureKey::new)
                .orElseThrow(() -> Found.featureUnknown(feature));
        ModelRevision revision = revisionWith(key, answer, query);
        Facts stored = answering.facts(answer);
        Facts facts = query.country() == null ? stored : stored.in(query.country());
        Explanation explanation = Resolver.explain(revision.model(), facts, key, found.at(), query.user());
        Feature asked = Objects.requireNonNull(revision.model().feature(key), "The revision was chosen for having it");
        return explained(found, asked, explanation, query);
    }

    private Explained explained(Look.Found found, Feature feature, Explanation explanation, CheckQuery query) {
        var offer = new Answer.Offer(feature, List.of(explanation.segment()));
        Checks.Decided decided = checks.decide(found, offer, query);
        Answer answer = found.held().answer();
        Map<String, String> causes = events.bySubject(answer.customer(), answer.version());
        return Explained.of(decided.answer(), decided.explain(explanation), ref -> event(causes, ref));
    }

    private ModelRevision revisionWith(FeatureKey key, Answer answer, CheckQuery query) {
        return Optional.of(answer.modelRevision())
                .filter(revision -> revision > 0)
                .map(models::at)
                .filter(revision -> revision.model().feature(key) != null)
                .or(() -> query.knownAt() == null ? current.get() : Optional.empty())
                .filter(revision -> revision.model().feature(key) != null)
                .orElseThrow(() -> Found.featureUnknown(key.value()));
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
