package dev.plumbline.sync.pass;

import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.ProviderPrice;

/** Where the connectors' words become the store's: neither module knows the other. */
final class Translation {
    private Translation() {}

    static BillingSnapshot toStore(Snapshot seen) {
        return new BillingSnapshot(
                new SubjectRef(
                        seen.customer().account().provider().key(),
                        seen.customer().account().name(),
                        seen.customer().id()),
                false,
                seen.name(),
                seen.country(),
                seen.subscriptions().stream().map(Translation::toStore).toList());
    }

    private static BillingSnapshot.Subscription toStore(Subscription seen) {
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
                seen.items().stream().map(Translation::toStore).toList());
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
                seen.periodEnd());
    }

    static ProviderPrice toStore(ProviderCatalogue.Price seen) {
        return new ProviderPrice(
                seen.id(),
                seen.product(),
                seen.lookupKey(),
                seen.active(),
                seen.exactAmount(),
                seen.currency(),
                seen.every());
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
