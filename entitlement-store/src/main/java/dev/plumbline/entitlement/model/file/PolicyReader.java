package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Access;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.BillingPolicy.Stage;
import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is left by billing status. */
final class PolicyReader {
    private final GrantReader features;

    PolicyReader(GrantReader features) {
        this.features = features;
    }

    BillingPolicy policy(Spot file) {
        var at = file.get("billingPolicy");
        return at == null
                ? BillingPolicy.DEFAULT
                : new BillingPolicy(
                        policy(at.get("past_due"), BillingPolicy.DEFAULT.pastDue()),
                        policy(at.get("unpaid"), BillingPolicy.DEFAULT.unpaid()),
                        policy(at.get("paused"), BillingPolicy.DEFAULT.paused()),
                        at.map("paused_collection", this::access));
    }

    private Policy policy(@Nullable Spot at, Policy otherwise) {
        if (at == null) {
            return otherwise;
        }
        var grace = at.map("grace", Times::duration);
        var stages = new ArrayList<Stage>();
        stages.add(new Stage(Duration.ZERO, first(at, grace, otherwise)));
        if (grace != null && grace.isPositive()) {
            var then = at.map("then", this::access);
            stages.add(new Stage(grace, then == null ? Access.NONE : then));
        }
        var seen = new HashSet<Duration>();
        at.members("after").forEach((text, stage) -> {
            var after = Times.duration(stage, text);
            if (after != null && !seen.add(after)) {
                stage.refuseKey(
                        ProblemCode.STAGE_TWICE,
                        "Another stage begins after the same time, " + Times.words(after) + "; keep one");
            } else if (after != null) {
                checkLater(stage, after, Objects.requireNonNullElse(grace, Duration.ZERO));
                stages.add(new Stage(after, access(stage)));
            }
        });
        return new Policy(grace, stages);
    }

    /** What the episode begins with: all, while there is grace; what is named; or the rule of a file that names nothing. */
    private Access first(Spot at, @Nullable Duration grace, Policy otherwise) {
        if (grace != null && grace.isPositive()) {
            return Access.ALL;
        }
        if (grace != null) {
            var then = at.map("then", this::access);
            return then == null ? Access.NONE : then;
        }
        return at.get("deny") != null || at.get("keepOnly") != null
                ? access(at)
                : otherwise.stages().getFirst().access();
    }

    private static void checkLater(Spot stage, Duration after, Duration grace) {
        if (after.compareTo(grace) <= 0) {
            stage.refuseKey(
                    ProblemCode.GRACE_TOO_LONG,
                    "Grace lasts " + Times.words(grace) + " and this begins after " + Times.words(after)
                            + ", both from the start of the episode; make the grace shorter than every after");
        }
    }

    private Access access(Spot at) {
        return at.get("deny") != null
                ? new Access.AllBut(features(at, "deny"))
                : new Access.KeepOnly(features(at, "keepOnly"));
    }

    private Set<FeatureKey> features(Spot at, String key) {
        var named = new HashSet<FeatureKey>();
        for (var item : at.items(key)) {
            var feature = features.feature(item.text(), item);
            if (feature != null) {
                named.add(feature.key());
            }
        }
        return named;
    }
}
