package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.entitlement.upgrade.Upgrades;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What overrides give away: the list value a month of the cheapest on sale that would have given as much (03). */
@Component
public class ValuesForgone {
    private final CustomerStates states;
    private final CurrentModel current;
    private final ProviderPrices prices;

    ValuesForgone(CustomerStates states, CurrentModel current, ProviderPrices prices) {
        this.prices = prices;
        this.states = states;
        this.current = current;
    }

    /** By the override's id; one whose value is not known is left out. A few statements for all of them. */
    public Map<String, MonthlyPrice> of(List<KeptOverride> overrides, Instant now) {
        var values = new HashMap<String, MonthlyPrice>();
        Model model = overrides.isEmpty()
                ? null
                : current.get().map(revision -> prices.priced(revision.model())).orElse(null);
        if (model == null) {
            return values;
        }
        for (int from = 0; from < overrides.size(); from += CustomerStates.MOST) {
            var some = overrides.subList(from, Math.min(overrides.size(), from + CustomerStates.MOST));
            Map<CustomerKey, Facts> facts = facts(some, model, now);
            some.forEach(override ->
                    value(override, facts, model, now).ifPresent(value -> values.put(override.id(), value)));
        }
        return values;
    }

    private Map<CustomerKey, Facts> facts(List<KeptOverride> overrides, Model model, Instant now) {
        List<CustomerKey> customers =
                overrides.stream().map(KeptOverride::customer).distinct().toList();
        var read = states.read(customers);
        var facts = new HashMap<CustomerKey, Facts>();
        for (CustomerKey customer : customers) {
            read.of(customer).ifPresent(state -> facts.put(customer, facts(state, model, now)));
        }
        return facts;
    }

    private static Facts facts(CustomerState state, Model model, Instant now) {
        return FactsAssembly.assemble(model, state.known(), state.kept(), state.snapshots(), now)
                .facts();
    }

    /** At the time it holds: what is over is valued by its last moment's beginning, what is to come by its first. */
    private static Optional<MonthlyPrice> value(
            KeptOverride override, Map<CustomerKey, Facts> facts, Model model, Instant now) {
        Facts known = facts.get(override.customer());
        Instant begins = override.terms().validFrom();
        boolean isInForce = !now.isBefore(begins) && now.isBefore(override.end());
        return Optional.ofNullable(
                known == null
                        ? null
                        : Upgrades.valueForgone(
                                model,
                                known,
                                override.terms().fact(override.id(), override.createdAt()),
                                isInForce ? now : begins));
    }
}
