package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A version on a term, as it is bought. On sale is what is sellable at that instant and has a price to be bought at: a plan
 * that is only ever given by hand is nobody's to buy, and other people's deals are not told.
 */
sealed interface Article {
    /** As the mapping names it; null when it names none. */
    @Nullable
    String term();

    List<Mapping> mappings();

    record OfPlan(Plan plan, PlanVersion version, @Nullable String term) implements Article {
        @Override
        public List<Mapping> mappings() {
            return version.mappings();
        }
    }

    record OfAddOn(
            AddOn addOn, AddOn.Version version, @Nullable String term) implements Article {
        @Override
        public List<Mapping> mappings() {
            return version.mappings();
        }
    }

    static List<OfPlan> plans(Model model, Instant at) {
        var articles = new ArrayList<OfPlan>();
        for (var plan : model.plans().values()) {
            for (var version : plan.versions()) {
                if (version.sellable().covers(at)) {
                    terms(version.mappings()).forEach(term -> articles.add(new OfPlan(plan, version, term)));
                }
            }
        }
        return articles;
    }

    static List<OfAddOn> addOns(Model model, Instant at) {
        var articles = new ArrayList<OfAddOn>();
        for (var addOn : model.addOns().values()) {
            for (var version : addOn.versions()) {
                if (version.sellable().covers(at)) {
                    terms(version.mappings()).forEach(term -> articles.add(new OfAddOn(addOn, version, term)));
                }
            }
        }
        return articles;
    }

    private static List<@Nullable String> terms(List<Mapping> mappings) {
        var named = new TreeSet<String>();
        mappings.stream().map(Mapping::term).filter(Objects::nonNull).forEach(named::add);
        var terms = new ArrayList<@Nullable String>(
                named.stream().sorted(Comparator.naturalOrder()).toList());
        if (mappings.stream().anyMatch(mapping -> mapping.term() == null)) {
            terms.addFirst(null);
        }
        return terms;
    }
}
