package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Subscription;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a subscription a list of everybody's shows, as one number: the same for what was fetched of one customer and for what
 * was listed of all, so that a million of both can be compared without reading either again. Left out is what a list does not
 * show: since when something is unpaid, what was agreed for later, and an end that only the agreement knows. Left out as well is
 * our own word for the status, which may turn with time; the provider's does not.
 *
 * @param live it gives a phase
 */
public record ListedContent(String id, long digest, boolean live) {
    /** Raised whenever the digest of the same subscription becomes another one. */
    public static final short VERSION = 1;

    private static final char NEXT = '\u001f';

    public static ListedContent of(Subscription listed) {
        return of(translated(listed));
    }

    /** In the store's words. */
    public static BillingSnapshot.Subscription translated(Subscription listed) {
        return Translation.toStore(listed);
    }

    public static ListedContent of(BillingSnapshot.Subscription subscription) {
        return new ListedContent(
                subscription.id(),
                digest(text(subscription)),
                subscription.status().givesPhase());
    }

    /** Of a whole snapshot, without what nobody lists because it does not exist yet. */
    public static List<ListedContent> of(BillingSnapshot snapshot) {
        return snapshot.subscriptions().stream()
                .filter(subscription -> !subscription.isYetToBe())
                .map(ListedContent::of)
                .toList();
    }

    private static String text(BillingSnapshot.Subscription of) {
        var text = new StringBuilder(400);
        add(text, of.id());
        add(text, of.providerStatus());
        add(text, of.createdAt());
        add(text, of.startedAt());
        add(text, of.schedule() == null ? of.endsAt() : null);
        add(text, of.trialEndsAt());
        add(text, of.billingAnchor());
        add(text, of.currency());
        add(text, of.collectionPaused());
        add(text, of.collectionResumesAt());
        add(text, of.schedule());
        discounts(text, of.discounts());
        for (BillingSnapshot.Item item : of.items()) {
            add(text, item.id());
            add(text, item.createdAt());
            add(text, item.price());
            add(text, item.lookupKey());
            add(text, item.product());
            add(text, item.quantity());
            add(text, item.periodStart());
            add(text, item.periodEnd());
            discounts(text, item.discounts());
        }
        return text.toString();
    }

    private static void discounts(StringBuilder text, List<BillingSnapshot.Discount> discounts) {
        add(text, discounts.size());
        for (BillingSnapshot.Discount discount : discounts) {
            add(text, discount.id());
            add(text, discount.coupon());
            add(
                    text,
                    discount.percentOff() == null
                            ? null
                            : discount.percentOff().stripTrailingZeros().toPlainString());
            add(text, discount.amountOff());
            add(text, discount.currency());
            add(text, discount.from());
            add(text, discount.until());
        }
    }

    private static void add(StringBuilder text, @Nullable Object value) {
        if (value instanceof Instant instant) {
            text.append(instant.getEpochSecond());
        } else if (value != null) {
            text.append(value);
        }
        text.append(NEXT);
    }

    private static long digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
