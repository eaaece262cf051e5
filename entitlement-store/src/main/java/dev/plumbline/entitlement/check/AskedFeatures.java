package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.model.FeatureKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which features applications ask for one by one, in the model or not (M32). A check costs it one increment in memory; what was
 * counted is written down now and then, and what a crash loses of it nobody misses.
 */
@Repository
public class AskedFeatures {
    /** Whoever asks for names that it makes up fills no table. */
    private static final int MOST_UNKNOWN = 1_000;

    private final JdbcClient jdbc;
    private final Map<String, LongAdder> known = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unknown = new ConcurrentHashMap<>();

    AskedFeatures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void count(String feature, boolean isKnown) {
        Map<String, LongAdder> counts = isKnown ? known : unknown;
        LongAdder count = counts.get(feature);
        if (count == null) {
            if (!isKnown && (unknown.size() >= MOST_UNKNOWN || !FeatureKey.isWellFormed(feature))) {
                return;
            }
            count = counts.computeIfAbsent(feature, _ -> new LongAdder());
        }
        count.increment();
    }

    private record Counted(String feature, boolean known, long asked) {}

    /** Adds what was counted since the last time to that day. */
    public void write(LocalDate day) {
        var counted = new ArrayList<Counted>();
        take(known, true, counted);
        take(unknown, false, counted);
        if (counted.isEmpty()) {
            return;
        }
        try {
            add(day, counted);
        } catch (RuntimeException failure) {
            counted.forEach(one -> (one.known() ? known : unknown)
                    .computeIfAbsent(one.feature(), _ -> new LongAdder())
                    .add(one.asked()));
            throw failure;
        }
    }

    /** A name that was not asked for since the last time is let go. */
    private static void take(Map<String, LongAdder> from, boolean known, List<Counted> into) {
        from.forEach((feature, count) -> {
            long asked = count.sumThenReset();
            if (asked > 0) {
                into.add(new Counted(feature, known, asked));
            } else if (!known) {
                from.remove(feature, count);
            }
        });
    }

    private void add(LocalDate day, List<Counted> counted) {
        jdbc.sql("""
                        insert into feature_asked as f (feature, day, known, asked)
                        select feature, :day, known::boolean, asked
                        from unnest(:features::text[], :known::text[], :asked::bigint[]) as counted (feature, known, asked)
                        order by feature, known
                        on conflict (day, feature, known) do update set asked = f.asked + excluded.asked
                        """)
                .param("day", day)
                .param("features", counted.stream().map(Counted::feature).toArray(String[]::new))
                .param(
                        "known",
                        counted.stream()
                                .map(one -> Boolean.toString(one.known()))
                                .toArray(String[]::new))
                .param("asked", counted.stream().map(Counted::asked).toArray(Long[]::new))
                .update();
    }
}
