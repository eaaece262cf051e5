package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.resolve.Audience;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Stage;
import dev.plumbline.entitlement.resolve.Stages;
import dev.plumbline.entitlement.resolve.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all that is known of a customer comes to: computed, nothing written. The same state, models and instant give the same.
 *
 * @param stages the models it was resolved with
 * @param facts one for each stage: their mappings may differ
 * @param keep as the model in force sees it; to be written back
 * @param findings as the model in force sees it
 * @param name by the billing system that has precedence
 * @param hash of the timeline and of what people decided, hexadecimal: what a customer may use differs only if this does. Of
 *     what they decided, too, because the customer's own timeline need not show it: an override of one user, or one that
 *     matters in another country, is answered from the facts that are kept with a version
 * @param open promotions that it may have a place in and has none
 * @param settledAt when it is to be looked at again, because the last of the models takes effect or a pin moves; null when
 *     nothing is agreed for later
 */
public record Resolution(
        List<ModelSpan> stages,
        List<Facts> facts,
        Kept keep,
        List<Finding> findings,
        @Nullable String name,
        Timeline timeline,
        String hash,
        List<Promotion> open,
        @Nullable Instant settledAt) {
    public Resolution {
        open = List.copyOf(open);
        stages = List.copyOf(stages);
        facts = List.copyOf(facts);
        findings = List.copyOf(findings);
    }

    static Resolution of(CustomerState state, List<ModelStage> models, Instant now) {
        var assembled = new ArrayList<Assembled>();
        var stages = new ArrayList<Stage>();
        Kept kept = state.kept();
        for (ModelStage model : models) {
            Assembled next =
                    FactsAssembly.assemble(model.revision().model(), state.known(), kept, state.snapshots(), now);
            kept = next.keep();
            assembled.add(next);
            stages.add(new Stage(model.from(), model.revision().model(), next.facts()));
        }
        Assembled inForce = assembled.getFirst();
        Timeline timeline = Stages.resolve(stages, null);
        Instant last = models.getLast().from();
        return new Resolution(
                models.stream()
                        .map(model -> new ModelSpan(model.revision().revision(), model.from()))
                        .toList(),
                assembled.stream().map(Assembled::facts).toList(),
                inForce.keep(),
                findings(models.getFirst().revision().model(), inForce, now),
                inForce.name(),
                timeline,
                hashOf(timeline, inForce.facts()),
                open(stages, now),
                earlier(
                        last.equals(Instant.MIN) ? null : last,
                        inForce.keep().nextMove().orElse(null)));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** What cannot be bound, and limits that cannot be merged: the latter takes two who give something. */
    private static List<Finding> findings(Model model, Assembled inForce, Instant now) {
        Facts facts = inForce.facts();
        if (facts.subscriptions().size() + facts.phases().size() < 2) {
            return inForce.findings();
        }
        return Stream.concat(inForce.findings().stream(), Resolver.findings(model, facts, now).stream())
                .toList();
    }

    private static List<Promotion> open(List<Stage> stages, Instant now) {
        var open = new TreeMap<String, Promotion>();
        for (Stage stage : stages) {
            Audience.of(stage.model(), stage.facts(), now)
                    .forEach(promotion -> open.putIfAbsent(promotion.key(), promotion));
        }
        return List.copyOf(open.values());
    }

    /** As the model in force sees them. */
    public Facts factsInForce() {
        return facts.getFirst();
    }

    private static String hashOf(Timeline timeline, Facts facts) {
        try {
            byte[] text = (StoredJson.write(timeline) + StoredJson.decisions(facts)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
