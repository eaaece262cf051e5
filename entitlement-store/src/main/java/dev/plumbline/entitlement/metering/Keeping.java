package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.crowd.Crowd;
import dev.plumbline.entitlement.record.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what is to be counted, in one transaction. Batches that come at the same time are kept together: one commit and one
 * update of each hour for all of them, and each still hears only of its own. What corrects others is kept alone.
 */
@Service
class Keeping {
    private static final int TRIES = 3;
    /** More at once only makes those wait longer who could have been answered. */
    private static final int MOST_EVENTS = 20_000;

    private final SeenEvents seen;
    private final UsageLog log;
    private final Corrections corrections;
    private final LateUsage late;
    private final UsageFigures figures;
    private final TransactionTemplate transactions;
    /** One for two processors: as many crowds as the database can be kept busy with. */
    private final int lanes = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final AtomicInteger next = new AtomicInteger();
    private final Crowd<Integer, Batch, Kept> crowd = new Crowd<>(
            (_, batches) -> together(batches), batch -> batch.entries().size(), MOST_EVENTS);

    Keeping(
            SeenEvents seen,
            UsageLog log,
            Corrections corrections,
            LateUsage late,
            UsageFigures figures,
            TransactionTemplate transactions) {
        this.seen = seen;
        this.log = log;
        this.corrections = corrections;
        this.late = late;
        this.figures = figures;
        this.transactions = transactions;
    }

    /** @param closed the windows that some of them come too late for */
    record Batch(List<Entry> entries, Map<UUID, List<LateUsage.Closed>> closed, Instant now, Author by) {
        boolean isCorrecting() {
            return entries.stream().anyMatch(Entry::isCorrection);
        }
    }

    /** What became of a batch, or why nothing did. */
    private sealed interface Kept {
        record Done(Map<UUID, Outcome> outcomes) implements Kept {}

        record Failed(RuntimeException why) implements Kept {}
    }

    /** What became of each, by its key. */
    Map<UUID, Outcome> keep(Batch batch) {
        if (batch.isCorrecting()) {
            return alone(batch);
        }
        return switch (crowd.take(Math.floorMod(next.getAndIncrement(), lanes), batch)) {
            case Kept.Done(Map<UUID, Outcome> outcomes) -> outcomes;
            case Kept.Failed(RuntimeException why) -> throw why;
        };
    }

    /** What has the key of another batch's is kept after it: then it is seen whether it says the same. */
    private List<Kept> together(List<Batch> batches) {
        if (batches.size() == 1) {
            return List.of(oneOf(batches.getFirst()));
        }
        var first = new LinkedHashMap<UUID, Entry>();
        var closed = new HashMap<UUID, List<LateUsage.Closed>>();
        var again = new ArrayList<List<Entry>>(batches.size());
        for (Batch batch : batches) {
            var later = new ArrayList<Entry>(0);
            for (Entry entry : batch.entries()) {
                if (first.putIfAbsent(entry.key(), entry) != null) {
                    later.add(entry);
                }
            }
            again.add(later);
            closed.putAll(batch.closed());
        }
        Map<UUID, Outcome> outcomes;
        try {
            outcomes = plainly(List.copyOf(first.values()), closed);
        } catch (RuntimeException failure) {
            // Whoever it was fails alone.
            return batches.stream().map(this::oneOf).toList();
        }
        var kept = new ArrayList<Kept>(batches.size());
        for (int i = 0; i < batches.size(); i++) {
            kept.add(again.get(i).isEmpty() ? new Kept.Done(outcomes) : after(batches.get(i), again.get(i), outcomes));
        }
        return kept;
    }

    private Kept after(Batch batch, List<Entry> again, Map<UUID, Outcome> outcomes) {
        return switch (oneOf(new Batch(again, batch.closed(), batch.now(), batch.by()))) {
            case Kept.Failed failed -> failed;
            case Kept.Done(Map<UUID, Outcome> own) -> {
                var all = new HashMap<>(outcomes);
                all.putAll(own);
                yield new Kept.Done(all);
            }
        };
    }

    private Kept oneOf(Batch batch) {
        try {
            return new Kept.Done(plainly(batch.entries(), batch.closed()));
        } catch (RuntimeException failure) {
            return new Kept.Failed(failure);
        }
    }

    /** Nothing that corrects. That an event was not seen before is looked at first, and then is what the key of it says. */
    private Map<UUID, Outcome> plainly(List<Entry> entries, Map<UUID, List<LateUsage.Closed>> closed) {
        if (entries.size() >= UsageLog.WORTH_COPYING) {
            try {
                return Objects.requireNonNull(transactions.execute(_ -> {
                    Map<UUID, UUID> contents =
                            seen.contents(entries.stream().map(Entry::key).toList());
                    List<Entry> fresh = entries.stream()
                            .filter(entry -> !contents.containsKey(entry.key()))
                            .toList();
                    seen.copy(fresh);
                    log.copy(fresh);
                    tellLate(fresh, closed);
                    return outcomes(entries, contents);
                }));
            } catch (DuplicateKeyException | PessimisticLockingFailureException meanwhile) {
                // Somebody else counted one of them just now: whoever may meet others does it row by row.
            }
        }
        return tried(() -> {
            Set<UUID> fresh = seen.remember(entries);
            List<Entry> old = entries.stream()
                    .filter(entry -> !fresh.contains(entry.key()))
                    .toList();
            Map<UUID, UUID> contents = old.isEmpty()
                    ? Map.of()
                    : seen.contents(old.stream().map(Entry::key).toList());
            List<Entry> counting = entries.stream()
                    .filter(entry -> fresh.contains(entry.key()))
                    .toList();
            log.add(counting);
            tellLate(counting, closed);
            return outcomes(entries, contents);
        });
    }

    /** @param contents what those said that were seen before */
    private static Map<UUID, Outcome> outcomes(List<Entry> entries, Map<UUID, UUID> contents) {
        var outcomes = new HashMap<UUID, Outcome>(entries.size() * 2);
        for (Entry entry : entries) {
            UUID before = contents.get(entry.key());
            outcomes.put(
                    entry.key(),
                    before == null
                            ? Outcome.accepted(entry.event())
                            : before.equals(entry.content())
                                    ? Outcome.duplicate(entry.event())
                                    : Outcome.conflict(entry.event()));
        }
        return outcomes;
    }

    private Map<UUID, Outcome> alone(Batch batch) {
        return tried(() -> {
            Set<UUID> fresh = seen.remember(batch.entries());
            List<UUID> old = batch.entries().stream()
                    .map(Entry::key)
                    .filter(key -> !fresh.contains(key))
                    .toList();
            Map<UUID, Outcome> outcomes = outcomes(batch.entries(), old.isEmpty() ? Map.of() : seen.contents(old));
            List<Entry> counting = batch.entries().stream()
                    .filter(entry -> fresh.contains(entry.key()))
                    .toList();
            log.add(counting.stream().filter(entry -> !entry.isCorrection()).toList());
            Map<UUID, String> refused = corrections.apply(
                    counting.stream().filter(Entry::isCorrection).toList(), batch.now(), batch.by());
            counting.forEach(entry -> {
                String why = refused.get(entry.key());
                if (why != null) {
                    outcomes.put(entry.key(), Outcome.rejected(entry.event(), why));
                }
            });
            tellLate(
                    counting.stream()
                            .filter(entry -> !refused.containsKey(entry.key()))
                            .toList(),
                    batch.closed());
            return outcomes;
        });
    }

    private interface Work {
        Map<UUID, Outcome> done();
    }

    /** Corrections lock hours that plain events of another batch lock in another order: seldom, and tried again. */
    private Map<UUID, Outcome> tried(Work work) {
        for (int i = 1; ; i++) {
            try {
                return Objects.requireNonNull(transactions.execute(_ -> work.done()));
            } catch (PessimisticLockingFailureException circle) {
                if (i == TRIES) {
                    throw circle;
                }
            }
        }
    }

    private void tellLate(Collection<Entry> counted, Map<UUID, List<LateUsage.Closed>> closed) {
        if (closed.isEmpty()) {
            return;
        }
        List<LateUsage.Closed> windows = counted.stream()
                .flatMap(entry -> closed.getOrDefault(entry.key(), List.of()).stream())
                .toList();
        if (!windows.isEmpty()) {
            late.tell(windows);
            figures.late(windows.size());
        }
    }
}
