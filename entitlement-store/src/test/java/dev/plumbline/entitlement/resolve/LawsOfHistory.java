package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.ItemRef;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubscriptionRef;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** L-6, and L-1 of what billing systems tell: looked at after each step of what happens to a customer. */
final class LawsOfHistory {
    private LawsOfHistory() {}

    /** How facts are put together; a test may put a broken way in its place. */
    interface Assembly {
        Assembled of(World world);
    }

    /** How a law is broken by what just happened; null when it is not. */
    interface Look {
        @Nullable
        String at(Assembly assembly, Turn turn);
    }

    /** @param keys the lookup key under which each price was told first, remembered here and not by what is tested */
    record Turn(World before, World after, Map<PriceRef, String> keys) {}

    static @Nullable String broken(Assembly assembly, Look look, Model model, List<Step> steps) {
        var world = World.of(model);
        var keys = new HashMap<PriceRef, String>();
        for (var step : steps) {
            var after = world.after(step);
            firstKeys(after).forEach(keys::putIfAbsent);
            var broken = look.at(assembly, new Turn(world, after, keys));
            if (broken != null) {
                return "After " + step + ": " + broken;
            }
            world = after.with(assembly.of(after).keep());
        }
        return null;
    }

    /** L-6: a pin changes only when its item moves to a price that is mapped to another version. */
    static @Nullable String pinMoved(Assembly assembly, Turn turn) {
        var before = turn.before;
        var after = turn.after;
        var kept = assembly.of(after).keep();
        for (var snapshot : after.snapshots()) {
            for (var subscription : snapshot.subscriptions()) {
                for (var item : subscription.items()) {
                    var ref = new ItemRef(snapshot.subject(), subscription.id(), item.id());
                    var is = kept.bindings().get(ref);
                    var was = before.kept().bindings().get(ref);
                    if (!isRight(is, was, sold(turn, snapshot, item), pins(before, snapshot, subscription), item)) {
                        return ref + " on " + item.price() + " gave " + was + ", now " + is;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isRight(
            @Nullable Binding is, @Nullable Binding was, Set<PlanRef> sold, Set<PlanRef> pins, Item item) {
        var gave = gives(was);
        if (gave != null && Objects.requireNonNull(was).price().equals(item.price())) {
            return was.equals(is);
        }
        if (sold.isEmpty()) {
            return Objects.equals(gives(is), gave);
        }
        var pinned = new HashSet<>(sold);
        pinned.retainAll(pins);
        return (pinned.isEmpty() ? sold : pinned).contains(gives(is));
    }

    private static @Nullable PlanRef gives(@Nullable Binding binding) {
        return switch (binding) {
            case null -> null;
            case Binding.ToPlan to -> to.plan();
            case Binding.ToAddOn to -> to.addOn();
            case Binding.Unmapped _ -> null;
        };
    }

    private static Set<PlanRef> pins(World world, BillingSnapshot snapshot, Subscription subscription) {
        var pins = new HashSet<PlanRef>();
        world.kept().bindings().forEach((item, binding) -> {
            var gives = gives(binding);
            var its = new SubscriptionRef(item.subject(), item.subscription());
            if (gives != null && its.equals(new SubscriptionRef(snapshot.subject(), subscription.id()))) {
                pins.add(gives);
            }
        });
        return pins;
    }

    /** What a price sells by the mappings: of itself, else of the key it was first seen with, else of its product. */
    private static Set<PlanRef> sold(Turn turn, BillingSnapshot snapshot, Item item) {
        var model = turn.after.model();
        var subject = snapshot.subject();
        var key = turn.keys.get(new PriceRef(subject.provider(), subject.account(), item.price()));
        var sold = sold(model, subject.provider(), By.PRICE, item.price());
        if (sold.isEmpty() && key != null) {
            sold = sold(model, subject.provider(), By.LOOKUP_KEY, key);
        }
        return sold.isEmpty() && item.product() != null
                ? sold(model, subject.provider(), By.PRODUCT, item.product())
                : sold;
    }

    /** Of several that are told of one account at once the first by name. */
    private static Map<PriceRef, String> firstKeys(World world) {
        var keys = new HashMap<PriceRef, String>();
        for (var snapshot : world.snapshots()) {
            for (var subscription : snapshot.subscriptions()) {
                for (var item : itemsNowAndLater(subscription)) {
                    var subject = snapshot.subject();
                    var price = new PriceRef(subject.provider(), subject.account(), item.price());
                    if (item.lookupKey() != null) {
                        keys.merge(price, item.lookupKey(), (a, b) -> a.compareTo(b) < 0 ? a : b);
                    }
                }
            }
        }
        return keys;
    }

    private static List<Item> itemsNowAndLater(Subscription subscription) {
        return Stream.concat(
                        subscription.items().stream(),
                        subscription.ahead().stream().flatMap(phase -> phase.items().stream()))
                .toList();
    }

    private static Set<PlanRef> sold(Model model, String provider, By by, String ref) {
        var sold = new HashSet<PlanRef>();
        model.plans()
                .forEach((key, plan) -> plan.versions().stream()
                        .filter(version -> isSold(version.mappings(), provider, by, ref))
                        .forEach(version -> sold.add(new PlanRef(key, version.number()))));
        model.addOns()
                .forEach((key, addOn) -> addOn.versions().stream()
                        .filter(version -> isSold(version.mappings(), provider, by, ref))
                        .forEach(version -> sold.add(new PlanRef(key, version.number()))));
        return sold;
    }

    private static boolean isSold(List<Mapping> mappings, String provider, By by, String ref) {
        return mappings.stream()
                .anyMatch(mapping -> mapping.provider().equals(provider)
                        && mapping.by() == by
                        && mapping.ref().equals(ref));
    }

    /** L-6: no price is mapped any more, or every item moved to a price that nobody mapped; the customer keeps what it has. */
    static @Nullable String lostByMappings(Assembly assembly, Turn turn) {
        var after = turn.after;
        var is = assembly.of(after);
        var settled = after.with(is.keep());
        var lost = lost(is.facts(), assembly.of(settled.with(Revised.withoutMappings(after.model()))), after.model());
        return lost == null ? lost(is.facts(), assembly.of(elsewhere(settled)), after.model()) : lost;
    }

    /** Facts that are the same give the same; if they are not, what is given may be. */
    private static @Nullable String lost(Facts was, Assembled is, Model model) {
        return is.facts().equals(was) || Resolver.resolve(model, is.facts()).equals(Resolver.resolve(model, was))
                ? null
                : "Unmapped it is " + is.facts() + ", and was " + was;
    }

    private static World elsewhere(World world) {
        var moved = world;
        for (var snapshot : world.snapshots()) {
            var subscriptions = snapshot.subscriptions().stream()
                    .map(subscription -> RandomBilling.with(
                            subscription, item -> RandomBilling.on(item, "nobody_mapped_it", null, null)))
                    .toList();
            moved = moved.with(new BillingSnapshot(
                    snapshot.subject(), snapshot.gone(), snapshot.name(), snapshot.country(), subscriptions));
        }
        return moved;
    }

    /** L-1: told again, later and in another order, nothing is other than it was. */
    static @Nullable String changedByReplay(Assembly assembly, Turn turn) {
        var after = turn.after;
        var is = assembly.of(after);
        var again = after.with(is.keep()).later(Duration.ofDays(3));
        var replayed = assembly.of(again.shuffled(after.now().getEpochSecond()));
        if (!replayed.facts().equals(is.facts())) {
            return "Told again it is " + replayed.facts() + ", and was " + is.facts();
        }
        if (!replayed.keep().equals(is.keep())) {
            return "Told again it keeps " + replayed.keep() + ", and kept " + is.keep();
        }
        var other = assembly.of(after.shuffled(after.now().getEpochSecond()));
        return other.equals(is) ? null : "Told in another order it is " + other + ", and was " + is;
    }
}
