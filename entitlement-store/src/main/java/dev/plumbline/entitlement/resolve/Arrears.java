package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Access;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the billing policy leaves of one subscription, as time goes on: stages counted from the start of the episode, each
 * in the place of the one before.
 *
 * @param reason what a denial by these stages is called
 * @param collection what is left while collection is paused; all, unless the policy names it
 * @param collectedAgain when that pause ends by itself
 */
record Arrears(Reason reason, List<Stage> stages, Access collection, Instant collectedAgain) {
    static final Arrears NONE = new Arrears(Reason.BILLING_PAST_DUE, List.of(), Access.ALL, Instant.MAX);

    record Stage(Instant from, Access access, boolean isGrace) {}

    static Arrears of(BillingPolicy policy, Subscribed subscription) {
        var named = policy.collectionPaused();
        var collection = subscription.collectionPaused() && named != null ? named : Access.ALL;
        return switch (subscription.status()) {
            case PAST_DUE -> of(Reason.BILLING_PAST_DUE, policy.pastDue(), subscription, collection);
            case UNPAID -> of(Reason.BILLING_UNPAID, policy.unpaid(), subscription, collection);
            case PAUSED -> of(Reason.PAUSED, policy.paused(), subscription, collection);
            case TRIALING, ACTIVE, INCOMPLETE, CANCELED, EXPIRED, PENDING, UNKNOWN ->
                collection.equals(Access.ALL)
                        ? NONE
                        : new Arrears(Reason.PAUSED, List.of(), collection, collectedAgain(subscription));
        };
    }

    private static Arrears of(Reason reason, Policy policy, Subscribed subscription, Access collection) {
        var stages = new ArrayList<Stage>();
        var start = subscription.episodeSince();
        for (var stage : policy.stages()) {
            var isGrace = policy.grace() != null && stage.after().compareTo(policy.grace()) < 0;
            if (start != null) {
                stages.add(new Stage(start.plus(stage.after()), stage.access(), isGrace));
            } else if (stage.after().isZero()) {
                stages.add(new Stage(Instant.MIN, stage.access(), isGrace)); // no start: nothing ever runs out
            }
        }
        return new Arrears(reason, stages, collection, collectedAgain(subscription));
    }

    private static Instant collectedAgain(Subscribed subscription) {
        var resumes = subscription.collectionResumesAt();
        return resumes == null ? Instant.MAX : resumes;
    }

    /** Nor ever will: it is paid for, or the policy keeps all. */
    boolean takesNothing() {
        return stages.isEmpty() && collection.equals(Access.ALL);
    }

    /** Why a feature is taken away at an instant; null when it is not. */
    @Nullable
    Reason refusal(FeatureKey feature, Instant at) {
        if (at.isBefore(collectedAgain) && !collection.allows(feature)) {
            return Reason.PAUSED;
        }
        var stage = stageAt(at);
        return stage == null || stage.access.allows(feature) ? null : reason;
    }

    boolean isGraceAt(Instant at) {
        var stage = stageAt(at);
        return stage != null && stage.isGrace;
    }

    /** Null in good standing, also before the episode began. */
    private @Nullable Stage stageAt(Instant at) {
        Stage running = null;
        for (var stage : stages) {
            if (at.isBefore(stage.from)) {
                break;
            }
            running = stage;
        }
        return running;
    }

    void boundaries(Consumer<Instant> to) {
        for (var stage : stages) {
            to.accept(stage.from);
        }
        if (!collection.equals(Access.ALL)) {
            to.accept(collectedAgain);
        }
    }
}
