package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.EventFeed;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is to be done at an account next: go on looking at it whole, or sweep its events, or find out that they are too old. */
@Component
class Sweeping {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeping.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final BillingAccounts accounts;
    private final Turns turns;
    private final EventSweep sweep;
    private final WholeAccount whole;
    private final Resyncs resyncs;
    private final SweepSettings settings;
    private final InstantSource clock;

    Sweeping(
            BillingAccounts accounts,
            Turns turns,
            EventSweep sweep,
            WholeAccount whole,
            Resyncs resyncs,
            SweepSettings.Given settings,
            InstantSource realTime) {
        this.accounts = accounts;
        this.turns = turns;
        this.sweep = sweep;
        this.whole = whole;
        this.resyncs = resyncs;
        this.settings = settings.settings();
        this.clock = realTime;
    }

    /** True when there is more to do at once. */
    boolean step(BillingAccount account) {
        BillingConnector connector = accounts.connector(account).orElse(null);
        EventFeed feed = connector == null ? null : connector.events().orElse(null);
        if (connector == null || feed == null) {
            return false;
        }
        turns.begin(account, settings.firstLooksBack().minus(settings.overlap()));
        Optional<Turn> turn = turns.take(account);
        return turn.isPresent() && step(turn.get(), connector, feed);
    }

    private boolean step(Turn turn, BillingConnector connector, EventFeed feed) {
        try {
            var resync = resyncs.open(turn.account());
            if (resync.isEmpty() && isTooOld(turn, feed.kept())) {
                String detail = "Events of " + turn.account() + " are known until " + turn.sweptUntil()
                        + " only, and it lists none that are older than "
                        + feed.kept().toDays() + " days";
                if (resyncs.request(turn.account(), "EVENTS_TOO_OLD", detail)) {
                    LOG.warn("{}: all of its customers are looked at again", detail);
                }
                resync = resyncs.open(turn.account());
            }
            return resync.isPresent() ? whole.step(turn, resync.get(), connector) : sweep.step(turn, feed);
        } catch (BillingUnavailable away) {
            Duration again = again(turn, away);
            LOG.warn(
                    "What happened at {} cannot be read, for the {}. time; again in {}: {}",
                    turn.account(),
                    turn.failures() + 1,
                    again,
                    away.toString());
            turns.fail(turn, away.reason() + ": " + away.getMessage(), again);
            return false;
        }
    }

    /** With a margin: what is about to be forgotten may be gone before the last page is read. */
    private boolean isTooOld(Turn turn, Duration kept) {
        Instant since = turn.list() == null ? turn.sweptUntil() : turn.list().since();
        return since.isBefore(clock.instant().minus(kept).plus(settings.margin()));
    }

    private static Duration again(Turn turn, BillingUnavailable away) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(turn.failures(), 10));
        Duration least = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        Duration asked = away.retryAfter();
        return asked != null && asked.compareTo(least) > 0 ? asked : least;
    }
}
