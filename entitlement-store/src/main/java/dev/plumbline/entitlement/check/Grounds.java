package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.record.ModelStage;
import dev.plumbline.entitlement.resolve.Stage;
import dev.plumbline.entitlement.resolve.Stages;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer rests on: models, each from its instant, and the facts as each of them sees them.
 *
 * @param facts one for each of the models
 */
record Grounds(List<ModelStage> models, List<Facts> facts) {
    static Grounds of(ModelStage model, Facts facts) {
        return new Grounds(List.of(model), List.of(facts));
    }

    /** The same facts whatever the model. */
    static Grounds of(List<ModelStage> models, Facts facts) {
        return new Grounds(models, models.stream().map(model -> facts).toList());
    }

    Grounds in(@Nullable String country) {
        return country == null
                ? this
                : new Grounds(
                        models, facts.stream().map(each -> each.in(country)).toList());
    }

    List<Stage> stages() {
        return IntStream.range(0, models.size())
                .mapToObj(i ->
                        new Stage(models.get(i).from(), models.get(i).revision().model(), facts.get(i)))
                .toList();
    }

    Stage at(Instant instant) {
        return Stages.at(stages(), instant);
    }

    Timeline resolve(@Nullable String user) {
        return Stages.resolve(stages(), user);
    }
}
