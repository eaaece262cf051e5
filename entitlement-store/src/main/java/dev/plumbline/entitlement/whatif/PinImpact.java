package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.resolve.Resolver;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other pins would do to customers, with the model as it is: the same comparison as that of a draft with what is
 * published. Never writes an answer.
 */
public final class PinImpact {
    private final Model model;
    private final Instant now;
    private final UsedUp usedUp;
    private final ProviderPrices prices;

    /** @param now business time: answers are compared from then on */
    public PinImpact(Model model, Instant now, UsedUp usedUp, ProviderPrices prices) {
        this.model = model;
        this.now = now;
        this.usedUp = usedUp;
        this.prices = prices;
    }

    /** A customer as it is, and what would be kept of it. */
    public record Asked(CustomerState state, Kept kept) {}

    /** In their order; what is used and what prices are is read once for all of them. */
    public List<Impact> of(List<Asked> page) {
        Map<PriceRef, ListPrice> known =
                prices.of(page.stream().flatMap(PinImpact::prices).collect(Collectors.toSet()));
        List<Looked> looked = page.stream()
                .map(asked -> look(asked, price -> known.get(price)))
                .toList();
        Map<UsedUp.Asked, BigDecimal> used =
                usedUp.of(looked.stream().flatMap(Looked::questions).distinct().toList());
        return looked.stream().map(one -> one.decided(used)).toList();
    }

    private Looked look(Asked asked, AskedPrices list) {
        CustomerState state = asked.state();
        Assembled before = assemble(state, state.kept());
        Assembled after = assemble(state, asked.kept());
        var changes = new Changes(model, now, now)
                .between(
                        state.known().customer(),
                        Resolver.resolve(model, before.facts()).features(),
                        Resolver.resolve(model, after.facts()).features());
        return new Looked(
                changes,
                ListValue.of(
                        model, before.facts(), state.snapshots(), before.keep().lookupKeys(), list, now));
    }

    private Assembled assemble(CustomerState state, Kept kept) {
        return FactsAssembly.assemble(model, state.known(), kept, state.snapshots(), now);
    }

    private static Stream<PriceRef> prices(Asked asked) {
        return asked.state().snapshots().stream()
                .flatMap(snapshot -> snapshot.subscriptions().stream()
                        .flatMap(subscription -> subscription.items().stream())
                        .map(item -> PriceRef.of(snapshot.subject(), item)));
    }
}
