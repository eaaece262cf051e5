package dev.plumbline.entitlement.customer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was kept of a subscription that goes from one of the customer's subjects to another, as when two are merged (case F-55).
 * A pin belongs to the subscription, whoever of them has it.
 */
final class Moved {
    private Moved() {}

    static @Nullable Standing of(Map<SubscriptionRef, Standing> kept, SubscriptionRef ref) {
        var its = kept.get(ref);
        return its != null
                ? its
                : elsewhere(
                        kept, other -> other.id().equals(ref.id()) && isSameAccount(other.subject(), ref.subject()));
    }

    static List<PlannedMove> planned(Map<SubscriptionRef, List<PlannedMove>> kept, SubscriptionRef ref) {
        var its = kept.get(ref);
        var moved = its != null || kept.isEmpty()
                ? its
                : elsewhere(
                        kept, other -> other.id().equals(ref.id()) && isSameAccount(other.subject(), ref.subject()));
        return moved == null ? List.of() : moved;
    }

    static @Nullable Binding of(Map<ItemRef, Binding> kept, ItemRef ref) {
        var its = kept.get(ref);
        return its != null
                ? its
                : elsewhere(
                        kept,
                        other -> other.item().equals(ref.item())
                                && other.subscription().equals(ref.subscription())
                                && isSameAccount(other.subject(), ref.subject()));
    }

    static boolean isSameAccount(SubjectRef one, SubjectRef other) {
        return one.provider().equals(other.provider()) && one.account().equals(other.account());
    }

    /** Of several the first by name, so that the order of what is kept does not decide. */
    private static <K, V> @Nullable V elsewhere(Map<K, V> kept, Predicate<K> isIt) {
        return kept.entrySet().stream()
                .filter(one -> isIt.test(one.getKey()))
                .min((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                .map(one -> Objects.requireNonNull(one.getValue()))
                .orElse(null);
    }
}
