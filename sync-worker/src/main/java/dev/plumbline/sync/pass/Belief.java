package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether what was seen may replace what is known. Pure. */
public sealed interface Belief {
    /** A second look at an absence, or at an answer that went back in time, is taken after this long. */
    Duration SECOND_LOOK = Duration.ofSeconds(60);

    /** Another customer of the account, who has it now, is looked at first: so nobody is without it in between. */
    Duration OTHERS_FIRST = Duration.ofSeconds(2);

    /** It came to be known between the claim and the apply: nothing needs time, only another fetch. */
    Duration AT_ONCE = Duration.ZERO;

    /** How long to wait for a witness when an account has no other customer to prove the key with. */
    Duration WITNESS_WAIT = Duration.ofHours(1);

    /**
     * It is so.
     *
     *
     * @param withTheAbsent what holds instead when nothing may be taken away for not being found; null when nothing would be
     */
    record Believed(BillingSnapshot snapshot, @Nullable BillingSnapshot withTheAbsent) implements Belief {
        // Written out: of a compact constructor the class file loses what may be null.
        public Believed(BillingSnapshot snapshot, @Nullable BillingSnapshot withTheAbsent) {
            this.snapshot = snapshot;
            this.withTheAbsent = withTheAbsent;
        }

        Believed(BillingSnapshot snapshot) {
            this(snapshot, null);
        }
    }

    /**
     * Not yet: look again; until then the last that was known to be good holds.
     *
     *
     * @param absentSince null when it was there
     */
    record LookAgain(String why, Duration after, @Nullable Instant absentSince) implements Belief {}

    static Belief in(Look.AtCustomer look, @Nullable BillingSnapshot known, @Nullable Instant absentSince) {
        return switch (look.fetched()) {
            case Fetched.Present present -> inPresence(look, present.snapshot(), known, absentSince);
            case Fetched.Gone gone
            when gone.evidence() == Fetched.Evidence.DELETED ->
                new Believed(BillingSnapshot.tombstone(look.claim().subject().ref()));
            case Fetched.Gone _ -> inAbsence(look, known, absentSince);
        };
    }

    private static Belief inPresence(
            Look.AtCustomer look, Snapshot snapshot, @Nullable BillingSnapshot known, @Nullable Instant absentSince) {
        BillingSnapshot seen = Translation.toStore(snapshot, known);
        if (known == null) {
            return new Believed(seen);
        }
        Map<String, BillingSnapshot.Subscription> now = seen.subscriptions().stream()
                .collect(Collectors.toMap(BillingSnapshot.Subscription::id, Function.identity()));
        var absent = new ArrayList<BillingSnapshot.Subscription>();
        for (BillingSnapshot.Subscription then : known.subscriptions()) {
            if (snapshot.moved().containsKey(then.id()) || isCalledOff(then, seen, look.at())) {
                continue; // that it is another's, or will not be, is said, not concluded from its absence
            }
            BillingSnapshot.Subscription shown = now.get(then.id());
            if (shown != null && then.status().isTerminal() && !shown.status().isTerminal()) {
                // What has ended stays ended: the provider answered from a copy that lags.
                return new LookAgain("stale read: " + then.id() + " had ended", SECOND_LOOK, null);
            }
            if (shown == null && !then.isYetToBe() && !look.askedFor().contains(then.id())) {
                return new LookAgain("not listed, and not asked for by its id yet: " + then.id(), AT_ONCE, absentSince);
            }
            if (shown == null && !isSecondLook(look, absentSince)) {
                // Providers list what has ended, too: one that is missing, whatever its status was, is a fault until a
                // second look agrees. What is no longer known is not asked for by its id again.
                return new LookAgain(
                        "neither listed nor found by its id: " + then.id(), SECOND_LOOK, since(look, absentSince));
            }
            if (shown == null) {
                absent.add(then);
            }
        }
        return new Believed(seen, withTheAbsent(seen, absent));
    }

    /** With what was known and is not found any more, if that gave anything. */
    private static @Nullable BillingSnapshot withTheAbsent(
            BillingSnapshot seen, List<BillingSnapshot.Subscription> absent) {
        if (absent.stream().noneMatch(Belief::gives)) {
            return null;
        }
        return new BillingSnapshot(
                seen.subject(),
                false,
                seen.name(),
                seen.country(),
                Stream.concat(seen.subscriptions().stream(), absent.stream())
                        .sorted(Comparator.comparing(BillingSnapshot.Subscription::id))
                        .toList(),
                seen.discounts(),
                seen.reversals(),
                seen.rights());
    }

    /** A status that says nothing may stand for one that did. */
    private static boolean gives(BillingSnapshot.Subscription subscription) {
        return subscription.status().givesPhase() || subscription.status() == BillingStatus.UNKNOWN;
    }

    /** What was agreed on became a subscription, or it is off before it began and so takes nothing from anybody. */
    private static boolean isCalledOff(BillingSnapshot.Subscription then, BillingSnapshot seen, Instant at) {
        return then.isYetToBe()
                && (at.isBefore(then.startedAt())
                        || seen.subscriptions().stream()
                                .anyMatch(now -> !now.isYetToBe() && then.id().equals(now.schedule())));
    }

    /** Absence is never evidence alone (02): the key must be proven and a second look must agree. */
    private static Belief inAbsence(
            Look.AtCustomer look, @Nullable BillingSnapshot known, @Nullable Instant absentSince) {
        // A stranger too: what is not found today may be a customer that a wrong key, or a lagging copy, does not show.
        boolean nothingToLose = known != null && known.gone();
        if (nothingToLose || (look.keyProven() && isSecondLook(look, absentSince))) {
            boolean takesAway = known != null && known.subscriptions().stream().anyMatch(Belief::gives);
            return new Believed(BillingSnapshot.tombstone(look.claim().subject().ref()), takesAway ? known : null);
        }
        if (look.keyProven()) {
            return new LookAgain("not found; a second look is to agree", SECOND_LOOK, since(look, absentSince));
        }
        return new LookAgain(
                "not found, and no other customer of the account proves that the key is right",
                isSecondLook(look, absentSince) ? WITNESS_WAIT : SECOND_LOOK,
                since(look, absentSince));
    }

    static boolean isSecondLook(Look.AtCustomer look, @Nullable Instant absentSince) {
        return absentSince != null && !look.at().isBefore(absentSince.plus(SECOND_LOOK));
    }

    static Instant since(Look.AtCustomer look, @Nullable Instant absentSince) {
        return absentSince == null ? look.at() : absentSince;
    }
}
