package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.ModelPublished;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Brings everybody to a new model in the background. The least important work there is: its transactions are short, and while
 * anything else waits it keeps to a small part of the time (02, model publish).
 */
@Component
@ConditionalOnRole(Role.SYNC)
class BehindPasses implements Looping {
    private final CustomersToResolve customers;
    private final WaitingWork waiting;
    private final WorkList work;
    private final RelayLoop relay;
    private final List<BackgroundLoop> loops;
    private final int batch;
    private final int share;

    /**
     * @param workers on this node; what one leaves of the machine belongs to webhooks and checks
     * @param batch customers in one transaction, at most
     * @param share of the time that is worked while anything else waits, in percent; 0 for not at all
     */
    BehindPasses(
            CustomersToResolve customers,
            WaitingWork waiting,
            WorkList work,
            RelayLoop relay,
            MeterRegistry meters,
            @Value("${plumbline.resolve.workers:1}") int workers,
            @Value("${plumbline.resolve.batch:200}") int batch,
            @Value("${plumbline.resolve.share-when-busy:25}") int share) {
        this.customers = customers;
        this.waiting = waiting;
        this.work = work;
        this.relay = relay;
        this.batch = batch;
        this.share = Math.clamp(share, 0, 100);
        this.loops = IntStream.range(0, workers).mapToObj(this::loop).toList();
        Gauge.builder("plumbline.customers.behind", customers, CustomersToResolve::behind)
                .description("customers whose answer was made with an older model; an estimate when they are many")
                .register(meters);
    }

    private BackgroundLoop loop(int number) {
        var pace = new BatchSize(batch);
        return new BackgroundLoop("behind-" + number, Duration.ofMillis(500), () -> round(pace));
    }

    private boolean round(BatchSize pace) {
        boolean busy = waiting.isAny();
        if (busy && share == 0) {
            return false;
        }
        long began = System.nanoTime();
        int size = pace.next();
        int resolved = customers.resolveBehind(size);
        if (resolved == 0) {
            resolved = customers.resolveSettled(size);
        }
        if (resolved == 0) {
            return false;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        pace.took(took, resolved);
        relay.wake();
        return !busy || rest(took.multipliedBy(100L - share).dividedBy(share));
    }

    /** False when it is time to end. */
    private static boolean rest(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @EventListener
    void on(ModelPublished published) {
        work.reviveQuarantined();
        loops.forEach(BackgroundLoop::wake);
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
