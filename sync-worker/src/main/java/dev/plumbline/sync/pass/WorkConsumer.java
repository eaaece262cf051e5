package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Errand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dispatcher claims no more than there are free workers and turns, and gives each claim a thread of its own; while a long fetch
 * goes on its lease is renewed by its fence. Stopping claims nothing more and lets what runs come to its end.
 */
final class WorkConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(WorkConsumer.class);
    /** How long other processes' marks may go unnoticed. This process's own raise the signal. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final Duration BLINK = Duration.ofMillis(10);

    private static final long AFTER_FAILURE_MILLIS = 1_000;

    private final WorkList work;
    private final WorkSignal signal;
    private final Dispatch dispatch;
    private final int workers;
    private final Duration lease;
    private final Semaphore free;
    private final Map<Claim, Lane> running = new ConcurrentHashMap<>();
    private ExecutorService passes = Executors.newCachedThreadPool();
    private ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
    private Thread dispatcher = new Thread();
    private volatile boolean claiming;

    WorkConsumer(
            Endpoint endpoint,
            Processor route,
            WorkList work,
            WorkSignal signal,
            Dispatch dispatch,
            int workers,
            Duration lease) {
        super(endpoint, route);
        this.work = work;
        this.signal = signal;
        this.dispatch = dispatch;
        this.workers = workers;
        this.lease = lease;
        this.free = new Semaphore(workers);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // Never more than there are workers: each is given its permit before its thread.
        passes = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("pass-", 1).factory());
        renewals = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("pass-leases").daemon().factory());
        long third = lease.toMillis() / 3;
        var _ = renewals.scheduleWithFixedDelay(this::renewLeases, third, third, TimeUnit.MILLISECONDS);
        claiming = true;
        dispatcher = Thread.ofPlatform().name("pass-dispatcher").start(this::dispatch);
    }

    @Override
    protected void doStop() throws Exception {
        claiming = false;
        signal.raise();
        dispatcher.join(Duration.ofSeconds(5));
        passes.shutdown();
        if (!passes.awaitTermination(20, TimeUnit.SECONDS)) {
            LOG.warn("{} passes did not end in time and are left to others", running.size());
            List<Claim> left = List.copyOf(running.keySet());
            passes.shutdownNow();
            left.forEach(this::release);
        }
        renewals.shutdownNow();
        super.doStop();
    }

    private void dispatch() {
        while (claiming) {
            try {
                if (!free.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    continue; // all are busy; but who stops us must not wait for the slowest of them
                }
                Dispatch.Round round = round(1 + free.drainPermits());
                round.begins().forEach(paid -> passes.execute(() -> pass(paid)));
                if (round.begins().isEmpty()) {
                    rest(round);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Deliveries come by the thousand while a provider grants a few dozen requests: to look again at each of them finds nothing new
     * and costs them their database. What another account hears of waits a blink at most.
     */
    private void rest(Dispatch.Round round) throws InterruptedException {
        Duration pause = round.pause();
        if (round.full()) {
            Duration blink = pause.compareTo(BLINK) < 0 ? pause : BLINK;
            Thread.sleep(blink);
            pause = pause.minus(blink);
        }
        signal.await(Math.max(1, pause.toMillis()));
    }

    /** Gives back the permits that found nothing to do. A database that is away is asked again a little later. */
    private Dispatch.Round round(int permits) throws InterruptedException {
        var round = new Dispatch.Round(List.of(), Duration.ZERO, false);
        try {
            round = dispatch.next(permits, workers, List.copyOf(running.values()), lease, LOOK_EVERY);
            round.begins().forEach(paid -> running.put(paid.claim(), paid.lane()));
        } catch (RuntimeException | Error away) {
            LOG.warn("No work could be claimed; trying again: {}", away.toString());
            Thread.sleep(AFTER_FAILURE_MILLIS);
        } finally {
            free.release(permits - round.begins().size());
        }
        return round;
    }

    private void pass(Dispatch.Paid paid) {
        Claim claim = paid.claim();
        try {
            Errand.paidWith(paid.turn()).run(() -> process(claim));
        } finally {
            running.remove(claim);
            free.release();
            // A mark that came meanwhile was not to be claimed until now.
            signal.raise();
        }
    }

    private void release(Claim claim) {
        try {
            work.release(claim);
        } catch (RuntimeException away) {
            LOG.info("The lease of {} ends by itself: {}", claim.subject(), away.toString());
        }
    }

    private void process(Claim claim) {
        try {
            Exchange exchange = createExchange(true);
            exchange.getIn().setBody(claim);
            exchange.setProperty(PassRoute.CLAIM, claim);
            getProcessor().process(exchange);
        } catch (Exception failure) {
            getExceptionHandler().handleException("A pass over " + claim.subject() + " failed", failure);
        }
    }

    private void renewLeases() {
        for (Claim claim : running.keySet()) {
            try {
                work.renew(claim, lease);
            } catch (RuntimeException away) {
                LOG.info("The lease of {} was not renewed: {}", claim.subject(), away.toString());
            }
        }
    }

    /** For the health and metrics of the process. */
    int running() {
        return workers - free.availablePermits();
    }
}
