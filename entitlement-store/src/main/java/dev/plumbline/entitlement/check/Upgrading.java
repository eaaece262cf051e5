package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.Checks.Look;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Stage;
import dev.plumbline.entitlement.upgrade.Exchange;
import dev.plumbline.entitlement.upgrade.Upgrades;
import dev.plumbline.entitlement.upgrade.Wish;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a customer could buy to get a feature, and what it would have on another plan: tried on with the facts that its answer was made from. */
@Component
class Upgrading {
    private final Checks checks;
    private final StageOf stages;
    private final ProviderPrices prices;

    Upgrading(Checks checks, StageOf stages, ProviderPrices prices) {
        this.prices = prices;
        this.checks = checks;
        this.stages = stages;
    }

    /** @throws dev.plumbline.entitlement.check.http.Refusal when there is no such customer, feature or level */
    UpgradesAnswer upgrades(String customer, String feature, CheckQuery query) {
        if (!(checks.look(customer, query) instanceof Look.Found found)) {
            throw Found.customerUnknown(customer);
        }
        Answer answer = found.held().answer();
        Stage stage = stages.with(StageOf.key(feature), answer, found.at(), query);
        Feature asked =
                Objects.requireNonNull(stage.model().feature(StageOf.key(feature)), "It was chosen for having it");
        if (asked instanceof Feature.Level level
                && query.level() != null
                && !level.levels().contains(query.level())) {
            throw Found.refusal(new Checked.LevelUnknown(feature, level.levels()));
        }
        var wish = new Wish(
                asked, new Request(query.requested(), query.level()), used(found, stage, asked, query), found.at());
        return UpgradesAnswer.of(
                answer.customer().value(),
                answer.version(),
                stage.facts().country(),
                wish,
                Upgrades.of(prices.priced(stage.model()), stage.facts(), wish));
    }

    private BigDecimal used(Look.Found found, Stage stage, Feature feature, CheckQuery query) {
        var offer = Answer.Offer.of(feature, Resolver.resolve(stage.model(), stage.facts(), feature, null));
        BigDecimal used = checks.decide(found, offer, query).decision().used();
        return used == null ? BigDecimal.ZERO : used;
    }

    /** @throws dev.plumbline.entitlement.check.http.Refusal when there is no such customer, version or term of it */
    ComparisonAnswer compare(String customer, String plan, @Nullable String term) {
        if (!(checks.look(customer, CheckQuery.PLAIN) instanceof Look.Found found)) {
            throw Found.customerUnknown(customer);
        }
        Answer answer = found.held().answer();
        if (answer.modelRevision() == 0) {
            throw versionUnknown();
        }
        Stage stage = stages.newest(answer, found.at());
        Model model = prices.priced(stage.model());
        Plan wanted = model.plans().values().stream()
                .filter(one -> plan.startsWith(one.key() + "@"))
                .findFirst()
                .orElseThrow(Upgrading::versionUnknown);
        PlanVersion version = wanted.versions().stream()
                .filter(one -> one.ref().equals(plan))
                .findFirst()
                .orElseThrow(Upgrading::versionUnknown);
        String on = term(version, term, stage.facts(), found.at());
        return ComparisonAnswer.of(
                answer,
                wanted,
                version,
                on,
                found.at(),
                Exchange.of(model, stage.facts(), wanted, version, on, found.at()));
    }

    /** The one that is named; else the customer's own, else the first that the version is sold on. */
    private static @Nullable String term(PlanVersion version, @Nullable String named, Facts facts, Instant at) {
        List<String> terms = version.mappings().stream()
                .map(Mapping::term)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        if (named != null && !terms.contains(named)) {
            throw Refusal.ofParameter(
                    "term", terms.isEmpty() ? "It is sold on no term in particular" : "It is one of " + terms);
        }
        return named != null
                ? named
                : Exchange.terms(facts, at)
                        .filter(terms::contains)
                        .findFirst()
                        .orElse(terms.isEmpty() ? null : terms.getFirst());
    }

    private static Refusal versionUnknown() {
        return Refusal.ofParameter("plan", "Name a plan version of the model, such as team@2");
    }
}
