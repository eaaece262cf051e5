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
 * What of a subscription a list of everybody's shows, with what stands in the lists beside it and who its customer is, as one
 * number: the same for what was fetched of one customer and for what was listed of all, so that a million of both can be compared
 * without reading either again. Left out is our own word for the status, which may turn with time; the provider's does not.
 *
 * @param live it gives a phase
 */
public record ListedContent(String id, long digest, boolean live) {
    /** Raised whenever the digest of the same subscription becomes another one. */
    public static final short VERSION = 2;

    private static final char NEXT = '\u001f';

    /**
     * @param name of its customer, as a fetch would have it
     *
     * @param country as above
     */
    public static ListedContent of(@Nullable String name, @Nullable String country, Subscription listed) {
        return of(name, country, translated(listed));
    }

    /** In the store's words. */
    public static BillingSnapshot.Subscription translated(Subscription listed) {
        return Translation.toStore(listed);
    }

    private static ListedContent of(
            @Nullable String name, @Nullable String country, BillingSnapshot.Subscription subscription) {
        return new ListedContent(
                subscription.id(),
                digest(text(name, country, subscription)),
                subscription.status().givesPhase());
    }

    /** Of a whole snapshot. */
    public static List<ListedContent> of(BillingSnapshot snapshot) {
        return snapshot.subscriptions().stream()
                .map(subscription -> of(snapshot.name(), snapshot.country(), subscription))
                .toList();
    }

    private static String text(@Nullable String name, @Nullable String country, BillingSnapshot.Subscription of) {
        var text = new StringBuilder(500);
        if (!of.isYetToBe()) { // the list that shows those says nothing of whose they are but an id
            add(text, name);
            add(text, country);
        }
        add(text, of.id());
        add(text, of.providerStatus());
        add(text, of.createdAt());
        add(text, of.startedAt());
        add(text, of.endsAt());
        add(text, of.trialEndsAt());
        add(text, of.billingAnchor());
        add(text, of.currency());
        add(text, of.collectionPaused());
        add(text, of.collectionResumesAt());
        add(text, of.schedule());
        add(text, of.arrearsSince());
        discounts(text, of.discounts());
        of.items().forEach(item -> item(text, item));
        of.ahead().stream()
                // How it begins stands above; until then it is ahead, too, and time alone is to change nothing here.
                .filter(phase -> of.isYetToBe() || phase.from().isAfter(of.startedAt()))
                .forEach(phase -> phase(text, phase));
        return text.toString();
    }

    private static void item(StringBuilder text, BillingSnapshot.Item item) {
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

    private static void phase(StringBuilder text, BillingSnapshot.Phase phase) {
        add(text, phase.from());
        add(text, phase.trialEndsAt());
        add(text, phase.billingAnchor());
        phase.items().forEach(item -> item(text, item));
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
