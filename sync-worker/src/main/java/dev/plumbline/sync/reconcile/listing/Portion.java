package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.SubscriptionListing.Agreed;
import dev.plumbline.connectors.SubscriptionListing.Entries;
import dev.plumbline.connectors.SubscriptionListing.Listed;
import dev.plumbline.connectors.SubscriptionListing.Unpaid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of whichever list, as it is staged. A subscription that was agreed on and does not exist yet is a row like any other.
 *
 * @param next the place where the next one begins; null on the last
 */
record Portion(
        List<StagedRow> rows,
        long unreadable,
        List<StagedBeside.Entry> beside,
        @Nullable String next) {
    /**
     * @throws BillingUnavailable when no trustworthy answer could be had
     */
    static Optional<Portion> ask(
            SubscriptionListing list, Slice slice, SubscriptionListing.Beside beside, MonthlyPrices prices) {
        return switch (slice.list()) {
            case SUBSCRIPTIONS -> list.page(slice.made(), slice.place(), beside).map(page -> of(page, prices));
            case UNPAID -> list.unpaid(slice.place()).map(Portion::ofUnpaid);
            case AGREED -> list.agreed(slice.place()).map(page -> ofAgreed(page, prices));
        };
    }

    private static Portion of(SubscriptionListing.Page page, MonthlyPrices prices) {
        return new Portion(
                page.subscriptions().stream()
                        .map(listed -> StagedRow.of(listed, prices))
                        .toList(),
                page.subscriptions().stream()
                        .filter(Listed.Unreadable.class::isInstance)
                        .count(),
                List.of(),
                page.next());
    }

    private static Portion ofUnpaid(Entries<Unpaid> page) {
        return new Portion(
                List.of(),
                0,
                page.entries().stream()
                        .map(one -> new StagedBeside.Entry(one.subscription(), one.arrears()))
                        .toList(),
                page.next());
    }

    private static Portion ofAgreed(Entries<Agreed> page, MonthlyPrices prices) {
        return new Portion(
                page.entries().stream()
                        .flatMap(one -> Stream.ofNullable(one.yetToBe()))
                        .map(one -> StagedRow.of(one, prices))
                        .toList(),
                0,
                page.entries().stream()
                        .map(one -> new StagedBeside.Entry(one.schedule(), one.later()))
                        .toList(),
                page.next());
    }
}
