package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.resolve.Audience;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A draft of the model against what is published, ready to be asked about one customer after the other. Pure: it resolves as
 * the writer path would, from the same facts, and what items were found to give so far stays so.
 */
public final class Draft {
    private final List<Model> published;
    private final Model model;
    private final Instant from;
    private final Instant now;
    private final UsedUp usedUp;

    private final Model last;
    private final boolean hasSameMappings;
    private final Narrowing narrowing;
    private final Model narrowBefore;
    private final Model narrowAfter;
    private final Places placesBefore;
    private final Places placesAfter;

    /**
     * @param published the model in force and those agreed for later, in order; empty before the first publish
     * @param from when the draft would take effect; not before the last of those published does
     * @param now business time
     */
    public Draft(List<Model> published, Model model, Instant from, Instant now, Circumstances circumstances) {
        this.published = List.copyOf(published);
        this.model = model;
        this.from = from.isBefore(now) ? now : from;
        this.now = now;
        this.usedUp = circumstances.usedUp();
        last = published.isEmpty() ? model : published.getLast();
        hasSameMappings = mappings(last).equals(mappings(model));
        narrowing = Narrowing.of(last, model);
        narrowBefore = NarrowModel.of(last, narrowing.features());
        narrowAfter = NarrowModel.of(model, narrowing.features());
        placesBefore = new Places(last, circumstances.held());
        placesAfter = new Places(model, circumstances.held());
    }

    /**
     * What of the world outside of models and facts has a part in it.
     *
     * @param held how many customers have a place in each promotion
     */
    public record Circumstances(UsedUp usedUp, Map<String, Long> held) {
        public static final Circumstances NONE = new Circumstances(UsedUp.NOTHING, Map.of());

        public Circumstances {
            held = Map.copyOf(held);
        }
    }

    /** When answers are compared from. */
    public Instant from() {
        return from;
    }

    /** Nobody's answer can change: the same facts would be resolved to the same. */
    public boolean changesNothing() {
        return hasSameMappings
                && narrowing.features().isEmpty()
                && narrowing.onlyInOne().isEmpty();
    }

    /** What the assembly of facts reads of a model. */
    private static Map<String, Object> mappings(Model model) {
        var read = new HashMap<String, Object>();
        read.put("precedence", model.precedence());
        model.plans()
                .values()
                .forEach(plan -> plan.versions().forEach(version -> {
                    if (!version.mappings().isEmpty()) {
                        read.put("plan/" + version.ref(), new Sold(version.sellable(), version.mappings()));
                    }
                }));
        model.addOns()
                .values()
                .forEach(addOn -> addOn.versions().forEach(version -> {
                    if (!version.mappings().isEmpty()) {
                        read.put("addon/" + version.ref(), new Sold(version.sellable(), version.mappings()));
                    }
                }));
        return read;
    }

    private record Sold(Sellable sellable, List<Mapping> mappings) {}

    /** What the draft does to a customer; without changes when its answers stay what they are. */
    public Impact impactOn(CustomerState state) {
        return impactOn(state, AskedPrices.UNKNOWN);
    }

    Impact impactOn(CustomerState state, AskedPrices asked) {
        Looked looked = look(state, asked);
        return looked.decided(usedUp.of(looked.questions().toList()));
    }

    /** Asks for all of a page at once what was used. */
    List<Impact> decided(List<Looked> page) {
        Map<UsedUp.Asked, BigDecimal> used =
                usedUp.of(page.stream().flatMap(Looked::questions).distinct().toList());
        return page.stream().map(looked -> looked.decided(used)).toList();
    }

    /** Without what usage would tell. */
    Looked look(CustomerState state, AskedPrices asked) {
        if (published.isEmpty()) {
            Assembled first = assemble(model, state, state.kept());
            Facts facts = first.facts().with(placesAfter.take(Audience.of(model, first.facts(), now), now));
            return looked(state, Map.of(), Resolver.resolve(model, facts), first, asked);
        }
        var open = new TreeMap<String, Promotion>();
        Assembled before = assemble(published.getFirst(), state, state.kept());
        collect(published.getFirst(), before.facts(), open);
        for (Model later : published.subList(1, published.size())) {
            before = assemble(later, state, before.keep());
            collect(later, before.facts(), open);
        }
        List<Facts.Enrolment> taken = placesBefore.take(List.copyOf(open.values()), now);
        placesAfter.give(taken);
        Facts was = before.facts().with(taken);
        return impactOn(state, before, was, taken, asked);
    }

    /** @param taken places that the customer gets with or without the draft */
    private Looked impactOn(
            CustomerState state, Assembled before, Facts was, List<Facts.Enrolment> taken, AskedPrices asked) {
        Facts will = hasSameMappings
                ? was
                : assemble(model, state, before.keep()).facts().with(taken);
        List<Facts.Enrolment> more = placesAfter.take(Audience.of(model, will, now), now);
        will = more.isEmpty() ? will : will.with(more);
        boolean isWhole = !will.equals(was) || narrowing.concerns(was);
        if (!isWhole && narrowing.features().isEmpty()) {
            return Looked.NOTHING;
        }
        return looked(
                state,
                Resolver.resolve(isWhole ? last : narrowBefore, was).features(),
                Resolver.resolve(isWhole ? model : narrowAfter, will),
                before,
                asked);
    }

    private void collect(Model stage, Facts facts, Map<String, Promotion> open) {
        Audience.of(stage, facts, now).forEach(promotion -> open.putIfAbsent(promotion.key(), promotion));
    }

    private Assembled assemble(Model with, CustomerState state, Kept kept) {
        return FactsAssembly.assemble(with, state.known(), kept, state.snapshots(), now);
    }

    /** @param paid what the customer pays for until the draft takes effect */
    private Looked looked(
            CustomerState state,
            Map<FeatureKey, List<Segment>> before,
            Timeline after,
            Assembled paid,
            AskedPrices asked) {
        var changes = new Changes(model, from, now).between(state.known().customer(), before, after.features());
        return changes.isEmpty()
                ? Looked.NOTHING
                : new Looked(
                        changes,
                        ListValue.of(
                                last,
                                paid.facts(),
                                state.snapshots(),
                                paid.keep().lookupKeys(),
                                asked,
                                from));
    }
}
