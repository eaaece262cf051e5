package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Discount;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.Reversal;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.ProviderPrice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the connectors' words become the store's: neither module knows the other. */
final class Translation {
    private Translation() {}

    /** @param known what was believed before: of what nobody asked about this time, it holds */
    static BillingSnapshot toStore(Snapshot seen, @Nullable BillingSnapshot known) {
        return new BillingSnapshot(
                new SubjectRef(
                        seen.customer().account().provider().key(),
                        seen.customer().account().name(),
                        seen.customer().id()),
                false,
                seen.name(),
                seen.country(),
                all(seen.subscriptions(), Translation::toStore),
                all(seen.discounts(), Translation::toStore),
                seen.reversals() != null
                        ? all(seen.reversals(), Translation::toStore)
                        : known == null ? List.of() : known.reversals(),
                seen.rights() != null ? seen.rights() : known == null ? null : known.rights());
    }

    static BillingSnapshot.Subscription toStore(Subscription seen) {
        return new BillingSnapshot.Subscription(
                seen.id(),
                toStore(seen.status()),
                seen.providerStatus(),
                seen.createdAt(),
                seen.startedAt(),
                seen.endsAt(),
                seen.trialEndsAt(),
                seen.billingAnchor(),
                seen.currency(),
                seen.collectionPaused(),
                seen.arrears() == null ? null : seen.arrears().since(),
                all(seen.items(), Translation::toStore),
                seen.collectionResumesAt(),
                seen.schedule(),
                all(seen.discounts(), Translation::toStore),
                all(seen.ahead(), Translation::toStore));
    }

    private static BillingSnapshot.Item toStore(Subscription.Item seen) {
        return new BillingSnapshot.Item(
                seen.id(),
                seen.createdAt(),
                seen.price(),
                seen.lookupKey(),
                seen.product(),
                seen.quantity(),
                seen.periodStart(),
                seen.periodEnd(),
                all(seen.discounts(), Translation::toStore));
    }

    private static BillingSnapshot.Phase toStore(Subscription.Phase seen) {
        return new BillingSnapshot.Phase(
                seen.from(), seen.trialEndsAt(), seen.billingAnchor(), all(seen.items(), Translation::toStore));
    }

    private static BillingSnapshot.Discount toStore(Discount seen) {
        return new BillingSnapshot.Discount(
                seen.id(),
                seen.coupon(),
                seen.percentOff(),
                seen.amountOff(),
                seen.currency(),
                seen.from(),
                seen.until());
    }

    private static BillingSnapshot.Reversal toStore(Reversal seen) {
        return new BillingSnapshot.Reversal(
                seen.id(),
                switch (seen.kind()) {
                    case REFUND -> BillingSnapshot.Reversal.Kind.REFUND;
                    case DISPUTE -> BillingSnapshot.Reversal.Kind.DISPUTE;
                },
                switch (seen.stage()) {
                    case OPEN -> BillingSnapshot.Reversal.Stage.OPEN;
                    case LOST -> BillingSnapshot.Reversal.Stage.LOST;
                    case KEPT -> BillingSnapshot.Reversal.Stage.KEPT;
                },
                seen.charge(),
                seen.amount(),
                seen.currency(),
                seen.at());
    }

    private static <T, R> List<R> all(List<T> seen, Function<T, R> word) {
        return seen.stream().map(word).toList();
    }

    static ProviderPrice toStore(ProviderCatalogue.Price seen) {
        return new ProviderPrice(
                seen.id(),
                seen.product(),
                seen.lookupKey(),
                seen.active(),
                seen.exactAmount(),
                seen.currency(),
                seen.every(),
                seen.meter());
    }

    private static BillingStatus toStore(Subscription.Status seen) {
        return switch (seen) {
            case TRIALING -> BillingStatus.TRIALING;
            case ACTIVE -> BillingStatus.ACTIVE;
            case PAST_DUE -> BillingStatus.PAST_DUE;
            case UNPAID -> BillingStatus.UNPAID;
            case PAUSED -> BillingStatus.PAUSED;
            case INCOMPLETE -> BillingStatus.INCOMPLETE;
            case CANCELED -> BillingStatus.CANCELED;
            case EXPIRED -> BillingStatus.EXPIRED;
            case PENDING -> BillingStatus.PENDING;
            case UNKNOWN -> BillingStatus.UNKNOWN;
        };
    }
}
