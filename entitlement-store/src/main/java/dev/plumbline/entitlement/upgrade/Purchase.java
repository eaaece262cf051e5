package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer's facts as they would be after buying something at an instant, for good. A plan takes the place of the plans
 * there are, as at a checkout: what is summed over subscriptions would otherwise count both. Add-ons and overrides stay.
 * Promotions do not: an offer is what is bought, not what is given for a while.
 */
final class Purchase {
    private static final String HYPOTHETICAL = "hypothetical";

    private final Facts facts;
    private final Instant at;

    Purchase(Facts facts, Instant at) {
        this.facts = facts;
        this.at = at;
    }

    Facts of(Article.OfPlan article, Map<String, Long> quantities) {
        var phase = new ManualPhase(
                HYPOTHETICAL,
                ManualPhase.Kind.EVERGREEN,
                new PlanRef(article.plan().key(), article.version().number()),
                article.term(),
                at,
                null,
                at,
                quantities);
        return with(facts.subscriptions().stream().map(Purchase::withoutPlans).toList(), List.of(phase));
    }

    /** Beside what there is. */
    Facts of(Article.OfAddOn article, long count) {
        return of(facts, article, count);
    }

    /** An add-on beside the plan it needs, bought together. */
    Facts of(Article.OfPlan plan, Map<String, Long> quantities, Article.OfAddOn addOn, long count) {
        return of(of(plan, quantities), addOn, count);
    }

    private Facts of(Facts before, Article.OfAddOn article, long count) {
        var subscriptions = new ArrayList<>(before.subscriptions());
        var ref = new PlanRef(article.addOn().key(), article.version().number());
        subscriptions.add(new Subscribed(
                new SubjectRef("manual", "default", HYPOTHETICAL),
                HYPOTHETICAL,
                BillingStatus.ACTIVE,
                at,
                at,
                null,
                null,
                at,
                false,
                null,
                List.of(new BoundItem(HYPOTHETICAL, count, new Binding.ToAddOn(HYPOTHETICAL, ref, article.term())))));
        return with(subscriptions, before.phases());
    }

    private Facts with(List<Subscribed> subscriptions, List<ManualPhase> phases) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                subscriptions,
                phases,
                List.of(),
                facts.overrides());
    }

    private static Subscribed withoutPlans(Subscribed subscription) {
        return subscription.with(items -> items.stream()
                .filter(item -> !(item.binding() instanceof Binding.ToPlan))
                .toList());
    }

    /** A plan that runs, and the term it was bought on. */
    record Running(PlanRef plan, @Nullable String term) {}

    List<Running> running() {
        var bought = facts.subscriptions().stream()
                .filter(this::runs)
                .flatMap(subscription -> subscription.itemsAt(at).stream())
                .map(item -> item.binding() instanceof Binding.ToPlan to ? new Running(to.plan(), to.term()) : null);
        var given = facts.phases().stream().filter(this::runs).map(phase -> new Running(phase.plan(), phase.term()));
        return Stream.concat(bought, given).filter(Objects::nonNull).distinct().toList();
    }

    private boolean runs(Subscribed subscription) {
        var gives = subscription.givesPhase() || subscription.status() == BillingStatus.CANCELED;
        return gives && covers(subscription.startedAt(), subscription.endsAt());
    }

    private boolean runs(ManualPhase phase) {
        return covers(phase.from(), phase.until());
    }

    private boolean covers(Instant from, @Nullable Instant until) {
        return !at.isBefore(from) && (until == null || at.isBefore(until));
    }

    /** How many of a feature are billed now; 1 when nothing says. */
    long billed(FeatureKey feature) {
        var ofItems = facts.subscriptions().stream()
                .filter(this::runs)
                .flatMap(subscription -> subscription.itemsAt(at).stream())
                .filter(item -> item.binding() instanceof Binding.ToPlan to
                        && feature.value().equals(to.quantityOf())
                        && item.quantity() != null)
                .mapToLong(item -> Objects.requireNonNull(item.quantity()))
                .sum();
        var ofPhases = facts.phases().stream()
                .filter(this::runs)
                .mapToLong(phase -> phase.quantities().getOrDefault(feature.value(), 0L))
                .sum();
        return Math.max(1, ofItems + ofPhases);
    }
}
