package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PlannedMove;
import dev.plumbline.entitlement.customer.SubscriptionRef;
import dev.plumbline.entitlement.migration.Verdict.Moves;
import dev.plumbline.entitlement.migration.Verdict.Stays;
import dev.plumbline.entitlement.migration.Verdict.Step;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CustomerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who moves, when, and who stays and why. Pure, and the same for a preview as for the move itself, which looks again: what was
 * true when it was previewed need not be when it is the customer's turn.
 */
public final class Judging {
    private final Terms terms;
    private final Model model;
    private final String ref;
    private final Instant now;

    /** @param ref of the migration, {@code migration/12} */
    public Judging(Terms terms, Model model, String ref, Instant now) {
        this.terms = terms;
        this.model = model;
        this.ref = ref;
        this.now = now;
    }

    /** @param movedByHand whether a person put it where it is */
    public Verdict of(CustomerState state, boolean movedByHand) {
        String key = state.known().customer().value();
        Cohort cohort = terms.cohort();
        if (cohort.exclude().contains(key)) {
            return new Stays(LeftOut.EXCLUDED, "");
        }
        if (!cohort.include().isEmpty() && !cohort.include().contains(key)) {
            return new Stays(LeftOut.NOT_IN_COHORT, "It is not one of those named");
        }
        Facts facts = FactsAssembly.assemble(model, state.known(), state.kept(), state.snapshots(), now)
                .facts();
        String misses = cohort.misses(facts, model);
        if (misses != null) {
            return new Stays(LeftOut.NOT_IN_COHORT, misses);
        }
        List<Subscribed> running =
                facts.subscriptions().stream().filter(this::isRunning).toList();
        List<Subscribed> there =
                running.stream().filter(one -> isOn(one, terms.from())).toList();
        if (there.isEmpty()) {
            return nothingToMove(facts, running);
        }
        List<Subscribed> meant = there.stream().filter(this::isMeant).toList();
        if (meant.isEmpty()) {
            return new Stays(LeftOut.NOT_IN_COHORT, "Its subscription has another term or price");
        }
        if (movedByHand && !cohort.movedByHand()) {
            return new Stays(LeftOut.MOVED_BY_HAND, "");
        }
        return steps(state, meant);
    }

    private Verdict nothingToMove(Facts facts, List<Subscribed> running) {
        if (running.stream().anyMatch(one -> isOn(one, terms.to()))) {
            return new Stays(LeftOut.ALREADY_THERE, "");
        }
        boolean byHand = facts.phases().stream()
                .anyMatch(phase -> phase.plan().equals(terms.from())
                        && (phase.until() == null || phase.until().isAfter(now)));
        return new Stays(byHand ? LeftOut.BY_HAND : LeftOut.NOT_ON_VERSION, "");
    }

    private Verdict steps(CustomerState state, List<Subscribed> meant) {
        var steps = new ArrayList<Step>();
        Stays why = null;
        for (Subscribed subscription : meant) {
            var its = new SubscriptionRef(subscription.subject(), subscription.id());
            Instant at = at(state, subscription);
            if (isPlanned(state.kept(), its)) {
                why = new Stays(LeftOut.PLANNED_ALREADY, "");
            } else if (at == null) {
                why = new Stays(LeftOut.TERM_UNKNOWN, "Have it fetched: its period is over, or was never told");
            } else if (subscription.endsAt() != null && !at.isBefore(subscription.endsAt())) {
                why = new Stays(LeftOut.ENDS_BEFORE, "It ends at " + subscription.endsAt());
            } else if (subscription.itemsAt(at).stream().noneMatch(item -> isOf(item, terms.from()))) {
                why = new Stays(LeftOut.CHANGES_BEFORE, "");
            } else {
                steps.add(new Step(its, at));
            }
        }
        return steps.isEmpty() ? Objects.requireNonNull(why) : new Moves(steps);
    }

    private @Nullable Instant at(CustomerState state, Subscribed subscription) {
        Instant asked = terms.timing().at();
        return switch (terms.timing().kind()) {
            case NOW -> now;
            case DATE -> asked == null || asked.isBefore(now) ? now : asked;
            case RENEWAL ->
                Renewal.notBefore(asked == null ? now : asked, billed(state, subscription), now)
                        .orElse(null);
        };
    }

    /** What is billed of the version, whose term counts; not an add-on's beside it. */
    private List<BillingSnapshot.Item> billed(CustomerState state, Subscribed subscription) {
        Set<String> items = new HashSet<>();
        subscription.items().stream().filter(item -> isOf(item, terms.from())).forEach(item -> items.add(item.id()));
        return state.snapshots().stream()
                .filter(snapshot -> snapshot.subject().equals(subscription.subject()))
                .flatMap(snapshot -> snapshot.subscriptions().stream())
                .filter(one -> one.id().equals(subscription.id()))
                .flatMap(one -> one.items().stream())
                .filter(item -> items.contains(item.id()))
                .toList();
    }

    private boolean isPlanned(Kept kept, SubscriptionRef subscription) {
        return kept.moves().getOrDefault(subscription, List.of()).stream()
                .anyMatch(move -> move.from().equals(terms.from()) && !move.by().equals(ref));
    }

    private boolean isRunning(Subscribed subscription) {
        return subscription.status().givesPhase()
                && (subscription.endsAt() == null || subscription.endsAt().isAfter(now));
    }

    private static boolean isOn(Subscribed subscription, PlanRef version) {
        return subscription.items().stream().anyMatch(item -> isOf(item, version));
    }

    private static boolean isOf(BoundItem item, PlanRef version) {
        return item.binding() instanceof ToPlan to && to.plan().equals(version);
    }

    private boolean isMeant(Subscribed subscription) {
        return subscription.items().stream()
                .map(BoundItem::binding)
                .flatMap(binding -> binding instanceof ToPlan to ? Stream.of(to) : Stream.empty())
                .anyMatch(to -> to.plan().equals(terms.from()) && terms.cohort().has(to));
    }

    /** What is kept of a customer once its steps are taken: those that are due move the pin, the others are planned. */
    public Kept kept(CustomerState state, Moves moves) {
        Kept kept = state.kept();
        for (Step step : moves.steps()) {
            var move = new PlannedMove(terms.from(), terms.to(), step.at(), ref);
            kept = step.at().isAfter(now)
                    ? kept.planning(
                            step.subscription(),
                            planned -> Stream.concat(planned.stream(), Stream.of(move))
                                    .toList())
                    : kept.rebound(step.subscription(), move::moved);
        }
        return kept;
    }

    /** Without what this migration planned and is yet to come; null when nothing of it is left to take back. */
    public static @Nullable Kept undone(CustomerState state, String ref, Instant now) {
        Kept kept = state.kept();
        for (SubscriptionRef subscription : List.copyOf(kept.moves().keySet())) {
            kept = kept.planning(
                    subscription,
                    planned -> planned.stream()
                            .filter(move -> !move.by().equals(ref) || !move.at().isAfter(now))
                            .toList());
        }
        return kept.equals(state.kept()) ? null : kept;
    }

    /** Whether it is there by now: the time came while it was to be taken back. */
    public static boolean isThere(CustomerState state, Terms terms, String ref) {
        return state.kept().moves().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(move -> move.by().equals(ref))
                || state.kept().bindings().values().stream()
                        .anyMatch(binding ->
                                binding instanceof ToPlan to && to.plan().equals(terms.to()));
    }
}
