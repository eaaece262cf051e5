package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.Sorting.Place;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * Takes usage in, exactly once by source and id. A batch is a handful of statements however many events it has, and is in one
 * transaction: what is answered as accepted is kept and counted.
 */
@Service
public class UsageIntake {
    private final Keeping keeping;
    private final LateUsage late;
    private final Months months;
    private final Terms terms;
    private final UsageFigures figures;
    private final InstantSource business;
    private final Duration ahead;

    /** @param ahead so far a sender's clock may be before ours */
    UsageIntake(
            Keeping keeping,
            LateUsage late,
            Months months,
            Terms terms,
            UsageFigures figures,
            InstantSource businessClock,
            @Value("${plumbline.usage.ahead:PT5M}") Duration ahead) {
        this.keeping = keeping;
        this.late = late;
        this.months = months;
        this.terms = terms;
        this.figures = figures;
        this.business = businessClock;
        this.ahead = ahead;
    }

    /**
     * What became of each, in the order they came.
     *
     * @param by who sends them; what is corrected is noted under that name
     */
    public List<Outcome> take(List<Parsed> events, Author by) {
        return Objects.requireNonNull(figures.batch().record(() -> {
            List<Outcome> outcomes = taken(events, by);
            figures.taken(outcomes);
            return outcomes;
        }));
    }

    private List<Outcome> taken(List<Parsed> events, Author by) {
        Instant now = business.instant();
        var outcomes = new @Nullable Outcome[events.size()];
        Map<UUID, Place> fit = new Sorting(outcomes, terms, now, now.plus(ahead), months.oldest(now)).sort(events);
        Map<UUID, Outcome> kept = fit.isEmpty() ? Map.of() : kept(fit, now, by);
        var others = new ArrayList<Integer>();
        fit.forEach((key, place) -> {
            Outcome outcome = Objects.requireNonNull(kept.get(key), "Every event has an outcome");
            outcomes[place.index()] = outcome;
            place.again()
                    .forEach(index ->
                            outcomes[index] = again(outcome, place.entry().event()));
            if (outcome.outcome() == Outcome.Kind.REJECTED || outcome.outcome() == Outcome.Kind.CONFLICT) {
                others.addAll(place.others());
            }
        });
        if (!others.isEmpty()) {
            // What came before them was not counted: they are held against what was, if anything.
            List<Outcome> next = taken(others.stream().map(events::get).toList(), by);
            for (int i = 0; i < next.size(); i++) {
                outcomes[others.get(i)] = next.get(i);
            }
        }
        return Arrays.stream(outcomes)
                .map(outcome -> Objects.requireNonNull(outcome, "Every event has an outcome"))
                .toList();
    }

    private static Outcome again(Outcome first, UsageEvent event) {
        return first.outcome() == Outcome.Kind.ACCEPTED ? Outcome.duplicate(event) : first;
    }

    private Map<UUID, Outcome> kept(Map<UUID, Place> fit, Instant now, Author by) {
        List<Entry> entries = fit.values().stream().map(Place::entry).toList();
        months.need(entries.stream().map(Entry::at));
        return keeping.keep(new Keeping.Batch(entries, late.of(entries, now), now, by));
    }
}
