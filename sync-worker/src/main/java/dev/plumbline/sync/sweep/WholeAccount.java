package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.SubscriberPage;
import dev.plumbline.sync.pass.WorkSignal;
import dev.plumbline.sync.sweep.Resyncs.Resync;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at a whole account, because nobody can say any more what happened there: everybody that we know is fetched, and who
 * has a subscription is listed, so that nobody is overlooked (cases F-68, F-69). One small step at a time; the passes do the
 * work, and whoever's event comes meanwhile does not wait for all of it.
 */
@Component
class WholeAccount {
    private static final Logger LOG = LoggerFactory.getLogger(WholeAccount.class);

    private final Turns turns;
    private final Resyncs resyncs;
    private final TransactionTemplate transactions;
    private final WorkSignal signal;

    WholeAccount(Turns turns, Resyncs resyncs, TransactionTemplate transactions, WorkSignal signal) {
        this.turns = turns;
        this.resyncs = resyncs;
        this.transactions = transactions;
        this.signal = signal;
    }

    /**
     * One step.
     *
     * @return true when the next can follow at once
     */
    boolean step(Turn turn, Resync resync, BillingConnector connector) {
        return switch (resync.step()) {
            case KNOWN -> isRoom(turn, resync) && write(turn, () -> resyncs.markKnown(resync));
            case STRANGERS -> isRoom(turn, resync) && list(turn, resync, connector);
            case REST -> rest(turn, resync);
            case DONE -> false;
        };
    }

    private boolean isRoom(Turn turn, Resync resync) {
        boolean room = !resyncs.isCrowded(resync.account());
        if (!room) {
            turns.end(turn);
        }
        return room;
    }

    private boolean list(Turn turn, Resync resync, BillingConnector connector) {
        Optional<SubscriberPage> page = connector.subscribers(resync.place());
        return write(
                turn,
                () -> page.ifPresentOrElse(
                        found -> resyncs.markStrangers(resync, found.customers(), found.next()),
                        () -> resyncs.listAnew(resync)));
    }

    private boolean rest(Turn turn, Resync resync) {
        if (!resyncs.isEverybodyLookedAt(resync)) {
            turns.end(turn);
            return false;
        }
        return write(turn, () -> {
            resyncs.complete(resync);
            // What happened since it was begun is in the list of events, which is swept from there.
            turns.swept(turn, resync.requestedAt(), Duration.ZERO);
            LOG.info("{} was looked at whole", resync.account());
        });
    }

    private boolean write(Turn turn, Runnable step) {
        boolean ours = Boolean.TRUE.equals(transactions.execute(_ -> {
            if (!turns.isOurs(turn)) {
                return false;
            }
            step.run();
            turns.end(turn);
            return true;
        }));
        signal.raise();
        return ours;
    }
}
