package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.Asked.More;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Reversal;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a look is to ask beyond the usual: what an event told of, and what was found before and may have changed. */
public final class Asking {
    private Asking() {}

    public static Asked about(Claim claim, @Nullable BillingSnapshot known) {
        Set<More> more = claim.closely() ? EnumSet.allOf(More.class) : EnumSet.noneOf(More.class);
        if (known != null && known.subscriptions().stream().anyMatch(Asking::hasAgreed)) {
            more.add(More.AGREED);
        }
        if (claim.cause() == Claim.Cause.RECONCILE) {
            more.add(More.AGREED); // a list may have shown what no subscription names: one that is yet to be
        }
        if (known != null && known.reversals().stream().anyMatch(one -> one.stage() == Reversal.Stage.OPEN)) {
            more.add(More.REVERSALS);
        }
        if (known != null && known.rights() != null) {
            more.add(More.RIGHTS);
        }
        return new Asked(subscriptions(known), more);
    }

    private static boolean hasAgreed(BillingSnapshot.Subscription known) {
        return known.schedule() != null || !known.ahead().isEmpty();
    }

    /** Without those that were agreed on and do not exist yet: nobody finds them by their id. */
    public static Set<String> subscriptions(@Nullable BillingSnapshot known) {
        return known == null
                ? Set.of()
                : known.subscriptions().stream()
                        .filter(subscription -> !subscription.isYetToBe())
                        .map(BillingSnapshot.Subscription::id)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
