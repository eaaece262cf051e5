package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.Checks.Look;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Stage;
import dev.plumbline.entitlement.upgrade.Upgrades;
import dev.plumbline.entitlement.upgrade.Wish;
import java.math.BigDecimal;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What a customer could buy to get a feature: tried on with the facts that its answer was made from. */
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
}
