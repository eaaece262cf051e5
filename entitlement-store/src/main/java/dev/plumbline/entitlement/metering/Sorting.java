package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a batch can be decided without the database, or from memory: by whoever sent it, before anybody waits for anything. */
final class Sorting {
    private final @Nullable Outcome[] outcomes;
    private final Instant now;
    private final Instant latest;
    private final Instant oldest;
    private final Terms terms;
    private final Map<String, List<Meter>> meters;
    private final Digest digest = new Digest();

    /**
     * @param outcomes filled in for those that are decided
     * @param latest what is said to happen after it is refused
     * @param oldest what happened before it is not kept any more
     */
    Sorting(@Nullable Outcome[] outcomes, Terms terms, Instant now, Instant latest, Instant oldest) {
        this.outcomes = outcomes;
        this.terms = terms;
        this.now = now;
        this.latest = latest;
        this.oldest = oldest;
        this.meters = terms.metersByEvent();
    }

    /**
     * Where in the batch an event stands.
     *
     * @param again where it stands once more, word for word
     * @param others where others with its id stand
     */
    record Place(int index, Entry entry, List<Integer> again, List<Integer> others) {}

    Map<UUID, Place> sort(List<Parsed> events) {
        Set<CustomerKey> customers = new HashSet<>();
        for (Parsed parsed : events) {
            if (parsed instanceof Parsed.Event(UsageEvent event)) {
                customers.add(event.customer());
            }
        }
        Set<CustomerKey> known = terms.known(customers);
        var fit = new LinkedHashMap<UUID, Place>(events.size() * 2);
        for (int i = 0; i < events.size(); i++) {
            switch (events.get(i)) {
                case Parsed.Unfit(var id, var source, var why) ->
                    outcomes[i] = new Outcome(id, source, Outcome.Kind.REJECTED, why);
                case Parsed.Event(UsageEvent event) -> outcomes[i] = place(i, event, known, fit);
            }
        }
        return fit;
    }

    private @Nullable Outcome place(int index, UsageEvent event, Set<CustomerKey> known, Map<UUID, Place> fit) {
        String why = refusal(event, known);
        if (why != null) {
            return Outcome.rejected(event, why);
        }
        return switch (Counted.of(event, meters.getOrDefault(event.type(), List.of()))) {
            case Counted.Reading.Refused(String refused) -> Outcome.rejected(event, refused);
            case Counted.Reading.Of(List<Counted> counted) -> {
                Instant time = event.time();
                var entry = Entry.of(event, time == null ? now : time, counted, digest);
                Place first =
                        fit.putIfAbsent(entry.key(), new Place(index, entry, new ArrayList<>(0), new ArrayList<>(0)));
                if (first == null) {
                    yield null;
                }
                boolean same = first.entry().content().equals(entry.content());
                (same ? first.again() : first.others()).add(index);
                yield same ? null : Outcome.conflict(event);
            }
        };
    }

    private @Nullable String refusal(UsageEvent event, Set<CustomerKey> known) {
        Instant time = event.time();
        if (time != null && time.isAfter(latest)) {
            return "TIME_AHEAD: it says that it happens after now, which is " + now;
        }
        if (time != null && time.isBefore(oldest)) {
            return "TIME_TOO_OLD: what happened before " + oldest + " is not kept any more";
        }
        if (event.id().equals(event.corrects())) {
            return "CORRECTS_ITSELF: a correction has an id of its own";
        }
        return known.contains(event.customer())
                ? null
                : "CUSTOMER_UNKNOWN: there is no such customer; make it, send again";
    }
}
