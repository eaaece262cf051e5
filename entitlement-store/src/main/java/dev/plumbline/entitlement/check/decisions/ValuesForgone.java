package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Enrolments.Place;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.upgrade.Forgone;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.entitlement.upgrade.Upgrades;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    /** By the override's id; one whose value is not known, or that gives nothing, is left out. A few statements for all of them. */
    public Map<String, MonthlyPrice> of(List<KeptOverride> overrides, Instant now) {
        var prices = new HashMap<String, MonthlyPrice>();
        forgone(overrides, now).forEach((id, value) -> {
            if (value instanceof Forgone.Known(var price)) {
                prices.put(id, price);
            }
        });
        return prices;
    }

    /** Of one override, each that is true of it from now to its end: what the customer has may end before it does. */
    List<Forgone> ahead(KeptOverride override, Instant now) {
        Model model = priced();
        if (model == null) {
            return List.of(new Forgone.Nothing());
        }
        Facts known =
                facts(List.of(override), KeptOverride::customer, model, now).get(override.customer());
        Instant begins = override.terms().validFrom();
        return known == null
                ? List.of(new Forgone.Unknown())
                : Upgrades.valuesForgone(model, known, fact(override), begins.isAfter(now) ? begins : now);
    }

    /** By the override's id: every one whose value there is to tell. */
    private Map<String, Forgone> forgone(List<KeptOverride> overrides, Instant now) {
        var values = new HashMap<String, Forgone>();
        Model model = overrides.isEmpty() ? null : priced();
        if (model == null) {
            return values;
        }
        for (int from = 0; from < overrides.size(); from += CustomerStates.MOST) {
            var some = overrides.subList(from, Math.min(overrides.size(), from + CustomerStates.MOST));
            Map<CustomerKey, Facts> facts = facts(some, KeptOverride::customer, model, now);
            some.forEach(override -> values.put(override.id(), value(override, facts, model, now)));
        }
        return values;
    }

    private @Nullable Model priced() {
        return current.get().map(revision -> prices.priced(revision.model())).orElse(null);
    }

    /**
     * What a place in a promotion gives away at an instant.
     *
     * @param features that it gives something of, or more
     * @param value of the dearest of them whose price is known: what gives all of them costs at least so much
     */
    public record Given(List<String> features, Forgone value) {
        public Given {
            features = List.copyOf(features);
        }
    }

    /**
     * By the customer; who is not known is left out.
     *
     * @param priced the model, with what its prices cost
     */
    public Map<CustomerKey, Given> ofPlaces(Model priced, Promotion promotion, List<Place> places, Instant now) {
        var given = new HashMap<CustomerKey, Given>();
        for (int from = 0; from < places.size(); from += CustomerStates.MOST) {
            var some = places.subList(from, Math.min(places.size(), from + CustomerStates.MOST));
            facts(some, Place::customer, priced, now)
                    .forEach((customer, facts) -> given.put(customer, given(priced, promotion, facts, now)));
        }
        return given;
    }

    private static Given given(Model priced, Promotion promotion, Facts facts, Instant now) {
        var features = new ArrayList<String>();
        Forgone most = new Forgone.Nothing();
        for (FeatureKey feature : promotion.grants().keySet().stream()
                .sorted(Comparator.comparing(FeatureKey::value))
                .toList()) {
            Forgone one = Upgrades.valueForgone(priced, facts, promotion, feature, now);
            if (!(one instanceof Forgone.Nothing)) {
                features.add(feature.value());
            }
            most = dearer(most, one, priced.catalog().currency());
        }
        return new Given(features, most);
    }

    /** Prices in several currencies are not converted: one in the catalog's own counts before one in another. */
    private static Forgone dearer(Forgone a, Forgone b, @Nullable String preferred) {
        if (a instanceof Forgone.Known(var x) && b instanceof Forgone.Known(var y)) {
            boolean same = x.currency().equals(y.currency());
            return same ? (y.amount() > x.amount() ? b : a) : (y.currency().equals(preferred) ? b : a);
        }
        if (a instanceof Forgone.Known || b instanceof Forgone.Nothing) {
            return a;
        }
        return b;
    }

    private <T> Map<CustomerKey, Facts> facts(
            List<T> decided, Function<T, CustomerKey> customerOf, Model model, Instant now) {
        List<CustomerKey> customers =
                decided.stream().map(customerOf).distinct().toList();
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

    /**
     * At one instant: now while it holds, else when it began or will begin. So a register says what is given away now, and
     * nothing where the customer's plan has it too, though that may end before the override does.
     */
    private static Forgone value(KeptOverride override, Map<CustomerKey, Facts> facts, Model model, Instant now) {
        Facts known = facts.get(override.customer());
        Instant begins = override.terms().validFrom();
        boolean isInForce = !now.isBefore(begins) && now.isBefore(override.end());
        return known == null
                ? new Forgone.Unknown()
                : Upgrades.valueForgone(model, known, fact(override), isInForce ? now : begins);
    }

    private static CustomerOverride fact(KeptOverride override) {
        return override.terms().fact(override.id(), override.createdAt());
    }
}
