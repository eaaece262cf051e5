package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes usage in, exactly once by source and id. A batch is a handful of statements however many events it has, and one
 * transaction: what is answered as accepted is kept and counted.
 */
@Service
public class UsageIntake {
    private static final int TRIES = 3;

    private final UsageLog log;
    private final Corrections corrections;
    private final LateUsage late;
    private final Months months;
    private final Terms terms;
    private final UsageFigures figures;
    private final TransactionTemplate transactions;
    private final InstantSource business;
    private final Duration ahead;

    /** @param ahead so far a sender's clock may be before ours */
    UsageIntake(
            UsageLog log,
            Corrections corrections,
            LateUsage late,
            Months months,
            Terms terms,
            UsageFigures figures,
            TransactionTemplate transactions,
            InstantSource businessClock,
            @Value("${plumbline.usage.ahead:PT5M}") Duration ahead) {
        this.log = log;
        this.corrections = corrections;
        this.late = late;
        this.months = months;
        this.terms = terms;
        this.figures = figures;
        this.transactions = transactions;
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
        Map<UUID, Place> fit = new Sorting(outcomes, now).sort(events);
        months.need(fit.values().stream().map(place -> place.entry().at()));
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
        return List.of(Arrays.stream(outcomes)
                .map(outcome -> Objects.requireNonNull(outcome, "Every event has an outcome"))
                .toArray(Outcome[]::new));
    }

    private static Outcome again(Outcome first, UsageEvent event) {
        return first.outcome() == Outcome.Kind.ACCEPTED ? Outcome.duplicate(event) : first;
    }

    /**
     * Where in the batch an event stands.
     *
     * @param again where it stands once more, word for word
     * @param others where others with its id stand
     */
    private record Place(int index, Entry entry, List<Integer> again, List<Integer> others) {}

    /** What can be decided without the database, or from memory. */
    private final class Sorting {
        private final @Nullable Outcome[] outcomes;
        private final Instant now;
        private final Instant oldest;
        private final Map<String, List<Meter>> meters = terms.metersByEvent();

        Sorting(@Nullable Outcome[] outcomes, Instant now) {
            this.outcomes = outcomes;
            this.now = now;
            this.oldest = months.oldest(now);
        }

        Map<UUID, Place> sort(List<Parsed> events) {
            Set<CustomerKey> known = terms.known(events.stream()
                    .flatMap(parsed -> parsed instanceof Parsed.Event(UsageEvent event)
                            ? Stream.of(event.customer())
                            : Stream.empty())
                    .collect(Collectors.toSet()));
            var fit = new LinkedHashMap<UUID, Place>();
            for (int i = 0; i < events.size(); i++) {
                switch (events.get(i)) {
                    case Parsed.Unfit(var id, var source, var why) ->
                        outcomes[i] = new Outcome(id, source, Outcome.Kind.REJECTED, why);
                    case Parsed.Event(UsageEvent event) -> outcomes[i] = place(i, event, known::contains, fit);
                }
            }
            return fit;
        }

        private @Nullable Outcome place(
                int index, UsageEvent event, Predicate<CustomerKey> known, Map<UUID, Place> fit) {
            String why = refusal(event, known);
            if (why != null) {
                return Outcome.rejected(event, why);
            }
            return switch (Counted.of(event, meters.getOrDefault(event.type(), List.of()))) {
                case Counted.Reading.Refused(String refused) -> Outcome.rejected(event, refused);
                case Counted.Reading.Of(List<Counted> counted) -> {
                    Instant time = event.time();
                    var entry = Entry.of(event, time == null ? now : time, counted);
                    Place first = fit.putIfAbsent(
                            entry.key(), new Place(index, entry, new ArrayList<>(0), new ArrayList<>(0)));
                    if (first == null) {
                        yield null;
                    }
                    boolean same = first.entry().content().equals(entry.content());
                    (same ? first.again() : first.others()).add(index);
                    yield same ? null : Outcome.conflict(event);
                }
            };
        }

        private @Nullable String refusal(UsageEvent event, Predicate<CustomerKey> known) {
            Instant time = event.time();
            if (time != null && time.isAfter(now.plus(ahead))) {
                return "TIME_AHEAD: it says that it happens after now, which is " + now;
            }
            if (time != null && time.isBefore(oldest)) {
                return "TIME_TOO_OLD: what happened before " + oldest + " is not kept any more";
            }
            if (event.id().equals(event.corrects())) {
                return "CORRECTS_ITSELF: a correction has an id of its own";
            }
            return known.test(event.customer())
                    ? null
                    : "CUSTOMER_UNKNOWN: there is no such customer; make it, send again";
        }
    }

    private Map<UUID, Outcome> kept(Map<UUID, Place> fit, Instant now, Author by) {
        List<Entry> entries = fit.values().stream().map(Place::entry).toList();
        Map<UUID, List<LateUsage.Closed>> closed = late.of(entries, now);
        for (int i = 1; ; i++) {
            try {
                return Objects.requireNonNull(transactions.execute(_ -> keep(entries, closed, now, by)));
            } catch (PessimisticLockingFailureException circle) {
                // Corrections lock hours that plain events of another batch lock in another order: seldom, and tried
                // again.
                if (i == TRIES) {
                    throw circle;
                }
            }
        }
    }

    private Map<UUID, Outcome> keep(
            List<Entry> entries, Map<UUID, List<LateUsage.Closed>> closed, Instant now, Author by) {
        Set<UUID> fresh = log.remember(entries);
        var outcomes = new HashMap<UUID, Outcome>();
        List<Entry> old =
                entries.stream().filter(entry -> !fresh.contains(entry.key())).toList();
        if (!old.isEmpty()) {
            Map<UUID, UUID> contents = log.contents(old.stream().map(Entry::key).toList());
            old.forEach(entry -> outcomes.put(
                    entry.key(),
                    entry.content().equals(contents.get(entry.key()))
                            ? Outcome.duplicate(entry.event())
                            : Outcome.conflict(entry.event())));
        }
        List<Entry> counting =
                entries.stream().filter(entry -> fresh.contains(entry.key())).toList();
        log.add(counting.stream().filter(entry -> !entry.isCorrection()).toList());
        Map<UUID, String> refused =
                corrections.apply(counting.stream().filter(Entry::isCorrection).toList(), now, by);
        counting.forEach(entry -> {
            String why = refused.get(entry.key());
            outcomes.put(
                    entry.key(), why == null ? Outcome.accepted(entry.event()) : Outcome.rejected(entry.event(), why));
        });
        tellLate(
                counting.stream()
                        .filter(entry -> !refused.containsKey(entry.key()))
                        .toList(),
                closed);
        return outcomes;
    }

    private void tellLate(Collection<Entry> counted, Map<UUID, List<LateUsage.Closed>> closed) {
        List<LateUsage.Closed> windows = counted.stream()
                .flatMap(entry -> closed.getOrDefault(entry.key(), List.of()).stream())
                .toList();
        if (!windows.isEmpty()) {
            late.tell(windows);
            figures.late(windows.size());
        }
    }
}
