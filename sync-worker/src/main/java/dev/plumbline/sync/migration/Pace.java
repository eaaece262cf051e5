package dev.plumbline.sync.migration;

import dev.plumbline.sync.pass.BatchSize;
import dev.plumbline.sync.pass.WaitingWork;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many customers are moved together, and how long it rests then: webhooks and edits come before migrations. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class Pace {
    private final WaitingWork waiting;
    private final ObjectProvider<RelayLoop> relay;
    private final BatchSize size;
    private final int share;

    /**
     * @param batch customers in one transaction, at most
     * @param share of the time that is worked while anything else waits, in percent
     */
    Pace(
            WaitingWork waiting,
            ObjectProvider<RelayLoop> relay,
            @Value("${plumbline.migration.batch:200}") int batch,
            @Value("${plumbline.resolve.share-when-busy:25}") int share) {
        this.waiting = waiting;
        this.relay = relay;
        this.size = new BatchSize(batch);
        this.share = Math.clamp(share, 1, 100);
    }

    /**
     * @param some given how many, does as many of them as there are
     * @return how many it did
     */
    int some(IntUnaryOperator some) {
        boolean busy = waiting.isAny();
        long began = System.nanoTime();
        int done = some.applyAsInt(next());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (done > 0) {
            took(took, done);
            relay.ifAvailable(RelayLoop::wake);
        }
        if (busy) {
            rest(took.multipliedBy(100L - share).dividedBy(share));
        }
        return done;
    }

    private synchronized int next() {
        return size.next();
    }

    private synchronized void took(Duration time, int customers) {
        size.took(time, customers);
    }

    private static void rest(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
