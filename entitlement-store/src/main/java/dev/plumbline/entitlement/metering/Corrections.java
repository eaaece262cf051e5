package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.UsageLog.Seen;
import dev.plumbline.entitlement.metering.UsageLog.Withdrawn;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Events that stand in the place of others. The other one stays in the log and counts no more; when it happened is when the
 * correction says, or else when the other one did. Each leaves an audit row.
 */
@Component
class Corrections {
    private final UsageLog log;
    private final LateUsage late;
    private final AuditTrail audit;

    Corrections(UsageLog log, LateUsage late, AuditTrail audit) {
        this.log = log;
        this.late = late;
        this.audit = audit;
    }

    /**
     * One after the other: they are few, and one may correct another of the same batch.
     *
     * @return what was not done, and why; the others are done
     */
    Map<UUID, String> apply(Collection<Entry> corrections, Instant now, Author by) {
        var refused = new LinkedHashMap<UUID, String>();
        for (Entry correction : inOrder(corrections, refused)) {
            String why = apply(correction, now, by);
            if (why != null) {
                log.forget(correction.key());
                refused.put(correction.key(), why);
            }
        }
        return refused;
    }

    /** What is corrected before what corrects it. */
    private List<Entry> inOrder(Collection<Entry> corrections, Map<UUID, String> refused) {
        var waiting = new LinkedHashMap<UUID, Entry>();
        corrections.forEach(correction -> waiting.put(correction.key(), correction));
        var sorted = new ArrayList<Entry>(waiting.size());
        while (!waiting.isEmpty()) {
            List<Entry> next = waiting.values().stream()
                    .filter(correction -> !waiting.containsKey(target(correction)))
                    .toList();
            if (next.isEmpty()) {
                waiting.forEach((key, _) -> {
                    log.forget(key);
                    refused.put(key, "CORRECTS_ITSELF: these events correct each other in a circle");
                });
                break;
            }
            next.forEach(correction -> waiting.remove(correction.key()));
            sorted.addAll(next);
        }
        return sorted;
    }

    private static UUID target(Entry correction) {
        return Digest.key(
                correction.event().source(),
                Objects.requireNonNull(correction.event().corrects(), "It is a correction"));
    }

    /** Null when it is done. */
    private @Nullable String apply(Entry correction, Instant now, Author by) {
        Seen seen = log.lock(target(correction));
        if (seen == null) {
            return "CORRECTS_UNKNOWN: no event with that id was counted of this source; send that first, then this again";
        }
        if (seen.correctedBy() != null) {
            return "CORRECTED_ALREADY: another event stands in its place by now; correct that one";
        }
        Entry placed = correction.event().time() == null ? correction.at(seen.at()) : correction;
        List<Withdrawn> rows = log.withdraw(seen, placed);
        log.add(List.of(placed));
        late.tell(Stream.concat(
                        rows.stream().flatMap(row -> late.of(seen.customer(), row.meter(), seen.at(), now).stream()),
                        placed.counted().stream()
                                .flatMap(counted ->
                                        late.of(placed.customer(), counted.meter(), placed.at(), now).stream()))
                .toList());
        note(placed, seen, rows, by);
        return null;
    }

    private void note(Entry correction, Seen seen, List<Withdrawn> rows, Author by) {
        UsageEvent event = correction.event();
        audit.append(new AuditEntry(
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
                        correction.at(),
                        "counted",
                        correction.counted())));
    }
}
