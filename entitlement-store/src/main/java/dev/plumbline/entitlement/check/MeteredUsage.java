package dev.plumbline.entitlement.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.entitlement.check.http.DatabaseAway;
import dev.plumbline.entitlement.metering.Slice;
import dev.plumbline.entitlement.metering.Slices;
import dev.plumbline.entitlement.metering.UsageTotals;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Usage from the log, and what was read a moment ago from memory. While the database is away what is held goes on answering; the
 * answer says as of when.
 */
@Component
class MeteredUsage implements UsageReading {
    private static final int MOST = 200_000;

    private final UsageTotals totals;
    private final InstantSource business;
    private final InstantSource time;
    private final Duration fresh;
    private final Cache<Key, Read> held = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    private volatile Instant tryAgainAt = Instant.MIN;

    /** @param fresh how old what is held may be before it is read again */
    MeteredUsage(
            UsageTotals totals,
            InstantSource businessClock,
            InstantSource realTime,
            @Value("${plumbline.usage.cached-for:PT2S}") Duration fresh) {
        this.totals = totals;
        this.business = businessClock;
        this.time = realTime;
        this.fresh = fresh;
    }

    /** @param window where it begins and ends; of a rolling one its length */
    private record Key(
            String customer,
            Meter meter,
            Object window,
            @Nullable Slice before) {
        static Key of(Asked asked, Slices slices) {
            return new Key(
                    slices.now().customer().value(),
                    slices.now().meter(),
                    asked.allowance().window() instanceof Window.Rolling rolling ? rolling : slices.now(),
                    slices.before());
        }
    }

    private record Read(BigDecimal used, @Nullable BigDecimal usedBefore, Instant asOf, Instant readAt) {
        Reading as(Asked asked) {
            return new Reading(new Usage(used, Slices.unused(asked.has().limitBefore(), usedBefore)), asOf);
        }
    }

    private record Missing(Asked asked, Slices slices) {}

    @Override
    public Map<Asked, Reading> read(Collection<Asked> asked, @Nullable Duration noOlderThan) {
        Duration most = noOlderThan == null || noOlderThan.compareTo(fresh) > 0 ? fresh : noOlderThan;
        Instant now = time.instant();
        var answers = new HashMap<Asked, Reading>();
        var missing = new ArrayList<Missing>();
        for (Asked one : asked) {
            if (one.has().feature().meter() == null) {
                answers.put(one, new Reading(Usage.NONE, one.at()));
                continue;
            }
            Slices slices = one.now()
                    ? Slices.of(one.has(), one.allowance(), one.at())
                    : Slices.until(one.has(), one.allowance(), one.at());
            Read read = one.now() ? held.getIfPresent(Key.of(one, slices)) : null;
            if (read != null && Duration.between(read.readAt(), now).compareTo(most) < 0) {
                answers.put(one, read.as(one));
            } else {
                missing.add(new Missing(one, slices));
            }
        }
        if (!missing.isEmpty()) {
            load(missing, noOlderThan == null, now).forEach((one, read) -> answers.put(one, read.as(one)));
        }
        return answers;
    }

    private Map<Asked, Read> load(List<Missing> missing, boolean mayBeOld, Instant now) {
        Instant asOf = business.instant();
        // While it is away nobody waits for a connection that does not come, but those who find out that it is so.
        if (mayBeOld && now.isBefore(tryAgainAt)) {
            return old(missing);
        }
        Map<Slice, BigDecimal> read;
        try {
            read = totals.taken(
                    missing.stream()
                            .flatMap(one -> Stream.concat(
                                    Stream.of(one.slices().now()),
                                    Stream.ofNullable(one.slices().before())))
                            .toList(),
                    asOf);
        } catch (RuntimeException failure) {
            if (!mayBeOld || !DatabaseAway.isCauseOf(failure)) {
                throw failure;
            }
            tryAgainAt = time.instant().plus(fresh);
            return old(missing);
        }
        var loaded = new HashMap<Asked, Read>();
        for (Missing one : missing) {
            Slice before = one.slices().before();
            boolean past = !one.asked().now() && one.asked().at().isBefore(asOf);
            var found = new Read(
                    read.getOrDefault(one.slices().now(), BigDecimal.ZERO),
                    before == null ? null : read.getOrDefault(before, BigDecimal.ZERO),
                    past ? one.asked().at() : asOf,
                    now);
            loaded.put(one.asked(), found);
            if (one.asked().now()) {
                held.put(Key.of(one.asked(), one.slices()), found);
            }
        }
        return loaded;
    }

    /** What nobody asked for before is not known: as if nothing were used, as of never. */
    private Map<Asked, Read> old(List<Missing> missing) {
        var old = new HashMap<Asked, Read>();
        for (Missing one : missing) {
            Read kept = one.asked().now() ? held.getIfPresent(Key.of(one.asked(), one.slices())) : null;
            old.put(one.asked(), kept == null ? new Read(BigDecimal.ZERO, null, Instant.EPOCH, Instant.EPOCH) : kept);
        }
        return old;
    }
}
