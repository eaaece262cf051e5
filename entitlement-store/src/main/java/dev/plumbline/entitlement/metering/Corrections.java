package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.SeenEvents.Replaced;
import dev.plumbline.entitlement.metering.SeenEvents.Seen;
import dev.plumbline.entitlement.metering.UsageLog.Withdrawn;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Events that stand in the place of others. The other one stays in the log and counts no more; when it happened is when the
 * correction says, or else when the other one did. Each leaves an audit row.
 */
@Component
class Corrections {
    private final SeenEvents events;
    private final UsageLog log;
    private final LateUsage late;
    private final AuditTrail audit;

    Corrections(SeenEvents events, UsageLog log, LateUsage late, AuditTrail audit) {
        this.events = events;
        this.log = log;
        this.late = late;
        this.audit = audit;
    }

    /**
     * In waves, since one may correct another of the same batch: each is a handful of statements, however many are in it.
     *
     * @return what was not done, and why; the others are done
     */
    Map<UUID, String> apply(Collection<Entry> corrections, Instant now, Author by) {
        var refused = new LinkedHashMap<UUID, String>();
        var waiting = new LinkedHashMap<UUID, Entry>();
        corrections.forEach(correction -> waiting.put(correction.key(), correction));
        while (!waiting.isEmpty()) {
            // What is corrected before what corrects it.
            List<Entry> wave = waiting.values().stream()
                    .filter(correction -> !waiting.containsKey(target(correction)))
                    .toList();
            if (wave.isEmpty()) {
                waiting.keySet()
                        .forEach(key ->
                                refused.put(key, "CORRECTS_ITSELF: these events correct each other in a circle"));
                events.forget(waiting.keySet());
                break;
            }
            wave.forEach(correction -> waiting.remove(correction.key()));
            apply(wave, now, by, refused);
        }
        return refused;
    }

    private static UUID target(Entry correction) {
        return Digest.key(
                correction.event().source(),
                Objects.requireNonNull(correction.event().corrects(), "It is a correction"));
    }

    private void apply(List<Entry> wave, Instant now, Author by, Map<UUID, String> refused) {
        Map<UUID, Seen> seen =
                events.lock(wave.stream().map(Corrections::target).toList());
        var replaced = new ArrayList<Replaced>(wave.size());
        var taken = new HashSet<UUID>();
        var undone = new ArrayList<UUID>();
        for (Entry correction : wave) {
            Seen other = seen.get(target(correction));
            String why = other == null
                    ? "CORRECTS_UNKNOWN: no event with that id was counted of this source; send that first, then this again"
                    : other.correctedBy() != null || !taken.add(other.key())
                            ? "CORRECTED_ALREADY: another event stands in its place by now; correct that one"
                            : null;
            if (other == null || why != null) {
                refused.put(correction.key(), String.valueOf(why));
                undone.add(correction.key());
            } else {
                replaced.add(new Replaced(
                        other, correction.event().time() == null ? correction.at(other.at()) : correction));
            }
        }
        events.forget(undone);
        if (!replaced.isEmpty()) {
            events.replace(replaced);
            Map<UUID, List<Withdrawn>> withdrawn = log.withdraw(replaced);
            log.add(replaced.stream().map(Replaced::by).toList());
            late.tell(replaced.stream()
                    .flatMap(one -> late(one, rows(withdrawn, one), now))
                    .toList());
            audit.append(replaced.stream()
                    .map(one -> note(one, rows(withdrawn, one), by))
                    .toList());
        }
    }

    private static List<Withdrawn> rows(Map<UUID, List<Withdrawn>> withdrawn, Replaced one) {
        return withdrawn.getOrDefault(one.seen().key(), List.of());
    }

    private Stream<LateUsage.Closed> late(Replaced one, List<Withdrawn> rows, Instant now) {
        Seen seen = one.seen();
        Entry placed = one.by();
        return Stream.concat(
                rows.stream().flatMap(row -> late.of(seen.customer(), row.meter(), seen.at(), now).stream()),
                placed.counted().stream()
                        .flatMap(counted -> late.of(placed.customer(), counted.meter(), placed.at(), now).stream()));
    }

    private static AuditEntry note(Replaced one, List<Withdrawn> rows, Author by) {
        UsageEvent event = one.by().event();
        Seen seen = one.seen();
        return new AuditEntry(
                by,
                event.isVoid() ? "usage.voided" : "usage.corrected",
                "usage",
                event.source() + " " + event.corrects(),
                seen.customer(),
                Map.of("customer", seen.customer().value(), "at", seen.at(), "counted", rows),
                Map.of(
                        "by",
                        event.id(),
                        "customer",
                        event.customer().value(),
                        "at",
                        one.by().at(),
                        "counted",
                        one.by().counted()));
    }
}
