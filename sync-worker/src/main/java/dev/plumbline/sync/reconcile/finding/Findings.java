package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.record.StoredJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From a difference to what it means. Whether somebody was blocked or had too much is asked of the two answers, never worked
 * out again; what of a subscription differs says which kind it is and what is at stake.
 */
public final class Findings {
    private final Articles articles;
    private final ListWorth worth;

    public Findings(Articles articles, ListWorth worth) {
        this.articles = articles;
        this.worth = worth;
    }

    /** Empty for what is in flight: a delivery told of it, and it harmed nobody. */
    public List<Found> of(Difference difference) {
        return switch (difference.outcome()) {
            case UNCHANGED, IN_FLIGHT, DOUBTED, FAILED -> List.of();
            case UNREADABLE -> List.of(unreadable(difference));
            case UNLINKED -> unlinked(difference);
            case REPAIRED, WOULD_REPAIR, HELD -> drift(difference);
        };
    }

    private static Found unreadable(Difference difference) {
        String detail = difference.detail();
        return new Found(
                BreakType.QUARANTINED,
                Side.NEUTRAL,
                "QUARANTINED:" + difference.subject(),
                difference.customer(),
                difference.subject().id(),
                "What the billing system lists of it cannot be read" + (detail == null ? "" : ": " + detail),
                new AtRisk.NotMoney(),
                false,
                null,
                evidence(difference));
    }

    /** The break is the one that a pass opens; here it learns what is paid there. */
    private List<Found> unlinked(Difference difference) {
        List<Subscription> paid = difference.after().subscriptions().stream()
                .filter(one -> Said.gives(one, difference.at()))
                .toList();
        if (paid.isEmpty()) {
            return List.of();
        }
        return List.of(new Found(
                BreakType.UNLINKED_SUBSCRIPTION,
                Side.NEUTRAL,
                "UNLINKED_SUBSCRIPTION:" + difference.subject(),
                null,
                difference.subject().id(),
                paid.size() + " running subscription(s) of it, and it is linked to no customer; link it: PUT"
                        + " /v1/customers/{customer}/links/" + difference.subject(),
                AtRisk.of(of(difference, paid)),
                false,
                null,
                evidence(difference)));
    }

    private List<Found> drift(Difference difference) {
        var drift = new Drift(
                difference,
                Access.between(
                        difference.before().timeline(), difference.after().timeline(), difference.at()));
        if (difference.after().snapshot() == null
                || Objects.equals(
                        difference.before().snapshot(), difference.after().snapshot())) {
            return List.of(); // held before anybody looked, or kept as it was: a person has to say more
        }
        if (difference.after().isGone() && difference.before().hasAny(difference.at())) {
            List<Subscription> given = difference.before().subscriptions().stream()
                    .filter(one -> Said.gives(one, difference.at()))
                    .toList();
            return List.of(drift.found(
                    BreakType.STALE_LINK,
                    Side.LEAKAGE,
                    null,
                    "It is gone at the billing system and its customer was still given what it paid for",
                    of(difference, given)));
        }
        var found = new ArrayList<Found>();
        boolean any = false;
        for (Pair pair : pairs(difference)) {
            any = true;
            found.addAll(new OfSubscription(drift, pair.was(), pair.is(), articles, worth).found());
        }
        if (!any) {
            found.addAll(drift.ofNoSubscription());
        }
        return found;
    }

    private record Pair(
            @Nullable Subscription was, @Nullable Subscription is) {}

    /** Those that differ in anything, in the order of their ids. */
    private static List<Pair> pairs(Difference difference) {
        Map<String, Pair> pairs = new TreeMap<>();
        difference.before().subscriptions().forEach(was -> pairs.put(was.id(), new Pair(was, null)));
        difference
                .after()
                .subscriptions()
                .forEach(is -> pairs.merge(is.id(), new Pair(null, is), (one, _) -> new Pair(one.was(), is)));
        return pairs.values().stream()
                .filter(pair -> !Objects.equals(pair.was(), pair.is()))
                .toList();
    }

    private Worth of(Difference difference, List<Subscription> subscriptions) {
        return subscriptions.stream()
                .map(one -> worth.of(difference.subject(), one))
                .reduce(Worth::plus)
                .orElseGet(Worth.Unknown::new);
    }

    static Evidence evidence(Difference difference) {
        return new Evidence(
                difference.subject().toString(),
                difference.after().snapshot() == null
                        ? null
                        : sha256(StoredJson.write(difference.after().snapshot())),
                difference.told(),
                null,
                difference.at(),
                difference.beforeVersion(),
                difference.afterVersion());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
