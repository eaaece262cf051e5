package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Availability;
import dev.plumbline.entitlement.model.CatalogLock;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a file may follow what is published: what is frozen is unchanged, and what is new does not lie in the past. */
final class Succession {
    private final Spot file;
    private final Model published;
    private final Model next;
    private final Instant now;

    Succession(Spot file, Model published, Model next, Instant now) {
        this.file = file;
        this.published = published;
        this.next = next;
        this.now = now;
    }

    void check() {
        new FrozenParts(file).refuse(CatalogLock.of(published).check(next));
        file.members("features").forEach(this::checkKind);
        file.members("features").forEach(this::checkAvailability);
        file.members("promotions").forEach(this::checkPromotion);
        file.members("plans").forEach(this::checkMigrations);
    }

    /** Overrides, clients and published grants were made for the type and the order of levels that it has. */
    private void checkKind(String key, Spot at) {
        var before = published.feature(new FeatureKey(key));
        var after = next.feature(new FeatureKey(key));
        if (before == null || after == null) {
            return;
        }
        if (!before.type().equals(after.type())) {
            at.refuse(
                    ProblemCode.TYPE_CHANGED,
                    key + " is published as a " + before.type() + ", and applications rely on it; put the type back, or"
                            + " make a new feature");
        } else if (before instanceof Feature.Level was && after instanceof Feature.Level is && isReordered(was, is)) {
            at.refuse(
                    ProblemCode.LEVELS_REORDERED,
                    "Published versions mean the order " + was.levels()
                            + "; put it back (new levels may go in between)");
        }
    }

    private static boolean isReordered(Feature.Level was, Feature.Level is) {
        var left = was.levels().stream().filter(is.levels()::contains).toList();
        return !left.equals(is.levels().stream().filter(left::contains).toList());
    }

    private void checkAvailability(String feature, Spot at) {
        var known = new HashSet<Object>();
        for (var before : published.features().values()) {
            if (before.key().value().equals(feature)) {
                before.availableIn().forEach(entry -> known.addAll(dates(entry)));
            }
        }
        for (var entry : at.items("availableIn")) {
            var market = entry.text("market", "");
            checkNew(entry, "from", market, known);
            checkNew(entry, "until", market, known);
        }
    }

    private record Dated(String what, @Nullable Instant when) {}

    private static List<Dated> dates(Availability entry) {
        return List.of(
                new Dated(entry.market().key() + " from", entry.from()),
                new Dated(entry.market().key() + " until", entry.until()));
    }

    private void checkPromotion(String key, Spot at) {
        var before = published.promotions().get(key);
        var known = before == null ? Set.<Object>of() : dates(before);
        var window = at.get("window");
        if (window != null) {
            checkNew(window, "from", "", known);
            checkNew(window, "until", "", known);
        }
    }

    private static Set<Object> dates(Promotion promotion) {
        return Set.of(new Dated(" from", promotion.from()), new Dated(" until", promotion.until()));
    }

    private void checkMigrations(String plan, Spot at) {
        for (var version : at.items("versions")) {
            var before =
                    published.planVersion(plan, version.node().path("version").asInt());
            var existing = before == null ? null : before.existing();
            var known =
                    existing == null ? Set.<Object>of() : Set.<Object>of(new Dated(" notBefore", existing.notBefore()));
            var spot = version.get("existing");
            if (spot != null) {
                checkNew(spot, "notBefore", "", known);
            }
        }
    }

    private void checkNew(Spot holder, String key, String of, Set<Object> known) {
        var at = holder.get(key);
        var when = at == null ? null : Times.instant(at);
        if (at != null
                && when != null
                && when.isBefore(now)
                && !known.contains(new Dated(Objects.requireNonNull(of) + " " + key, when))) {
            at.refuse(
                    ProblemCode.IN_THE_PAST,
                    "This is new and lies in the past (it is " + now + "); a change begins now or later");
        }
    }
}
