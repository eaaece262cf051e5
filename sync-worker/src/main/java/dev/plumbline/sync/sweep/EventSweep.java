package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.EventFeed;
import dev.plumbline.connectors.EventPage;
import dev.plumbline.sync.pass.WorkSignal;
import dev.plumbline.sync.sweep.SweptEvents.Tally;
import dev.plumbline.sync.sweep.Turn.EventList;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what a provider says has happened, a page at a step. The list comes newest first, so how far it was swept moves only
 * with its last page; until then the place in it is kept, in the transaction that marked what the page told (case F-67).
 */
@Component
class EventSweep {
    private static final Logger LOG = LoggerFactory.getLogger(EventSweep.class);

    private final Turns turns;
    private final SweptEvents events;
    private final TransactionTemplate transactions;
    private final SweepSettings settings;
    private final InstantSource clock;
    private final WorkSignal signal;
    private final MeterRegistry meters;

    EventSweep(
            Turns turns,
            SweptEvents events,
            TransactionTemplate transactions,
            SweepSettings.Given settings,
            InstantSource realTime,
            WorkSignal signal,
            MeterRegistry meters) {
        this.turns = turns;
        this.events = events;
        this.transactions = transactions;
        this.settings = settings.settings();
        this.clock = realTime;
        this.signal = signal;
        this.meters = meters;
    }

    /**
     * One page.
     *
     * @return true when there is another one
     */
    boolean step(Turn turn, EventFeed feed) {
        Instant now = clock.instant();
        EventList list = turn.list() != null
                ? turn.list()
                : new EventList(turn.sweptUntil().minus(settings.overlap()), now, null);
        // No connection is held while the provider is asked.
        Optional<EventPage> page = feed.since(list.since(), list.older());
        if (page.isEmpty()) {
            transactions.executeWithoutResult(_ -> turns.goOn(turn, new EventList(list.since(), now, null)));
            return true;
        }
        Optional<Tally> tally = Objects.requireNonNull(transactions.execute(_ -> keep(turn, list, page.get(), now)));
        tally.ifPresent(counted -> tell(turn, counted));
        return tally.isPresent() && page.get().older() != null;
    }

    /** Empty when the turn was lost meanwhile: somebody else reads the page again. */
    private Optional<Tally> keep(Turn turn, EventList list, EventPage page, Instant now) {
        if (!turns.isOurs(turn)) {
            return Optional.empty();
        }
        Tally tally = events.keep(turn.account(), page.events(), now.minus(settings.inFlight()));
        if (page.older() == null) {
            turns.swept(turn, list.began(), settings.every());
        } else {
            turns.goOn(turn, new EventList(list.since(), list.began(), page.older()));
        }
        return Optional.of(tally);
    }

    private void tell(Turn turn, Tally tally) {
        count(turn, "missed", tally.missed());
        count(turn, "known", tally.known());
        count(turn, "young", tally.young());
        count(turn, "unreadable", tally.unreadable());
        if (tally.missed() > 0) {
            LOG.info("{} events of {} never came and were found in its list", tally.missed(), turn.account());
            signal.raise();
        }
        if (tally.unreadable() > 0) {
            LOG.warn("{} events in the list of {} cannot be read", tally.unreadable(), turn.account());
        }
    }

    private void count(Turn turn, String outcome, int events) {
        meters.counter(
                        "plumbline.sweep.events",
                        "provider",
                        turn.account().provider().key(),
                        "account",
                        turn.account().name(),
                        "outcome",
                        outcome)
                .increment(events);
    }
}
