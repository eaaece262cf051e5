package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.whatif.WhatIfRun.Status;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan that is being made on this node: its threads walk over all customers, and one more says every second how far it is
 * and hears whether it is still wanted.
 */
final class WhatIfJob {
    private static final Logger LOG = LoggerFactory.getLogger(WhatIfJob.class);

    private final UUID run;
    private final WhatIfRuns runs;
    private final EveryCustomer customers;
    private final Runnable whenEnded;
    private final Tally tally = new Tally();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean wanted = true;
    private volatile @Nullable Throwable failure;

    WhatIfJob(UUID run, WhatIfRuns runs, EveryCustomer customers, Runnable whenEnded) {
        this.run = run;
        this.runs = runs;
        this.customers = customers;
        this.whenEnded = whenEnded;
    }

    /** Done when the run has ended, however it did. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void start(int threads) {
        Thread.ofPlatform().name("what-if-" + run).daemon().start(() -> oversee(threads));
    }

    /** It ends soon; what it has found stays until the run is forgotten. */
    void stop() {
        wanted = false;
    }

    private void oversee(int threads) {
        try {
            var walking = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                Thread.ofPlatform().name("what-if-" + run + "-" + i).daemon().start(() -> walk(walking));
            }
            while (!walking.await(1, TimeUnit.SECONDS)) {
                wanted = wanted && runs.isWantedStill(run, tally);
            }
            conclude();
        } catch (InterruptedException stopped) {
            wanted = false;
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error unexpected) {
            wanted = false;
            failed(unexpected);
        } finally {
            whenEnded.run();
            ended.complete(null);
        }
    }

    private void walk(CountDownLatch walking) {
        try {
            customers.walk(page -> {
                runs.add(
                        run,
                        page.impacts().stream()
                                .flatMap(impact -> impact.changes().stream())
                                .toList());
                tally.add(page);
                return wanted;
            });
        } catch (RuntimeException | Error unexpected) {
            failure = unexpected;
            wanted = false;
        } finally {
            walking.countDown();
        }
    }

    private void conclude() {
        Throwable why = failure;
        if (why != null) {
            failed(why);
        } else if (wanted && runs.isWantedStill(run, tally)) {
            runs.end(run, Status.COMPLETED, null);
        } else {
            runs.end(run, Status.FAILED, "The node that made it was stopped; ask for the plan again");
        }
    }

    private void failed(Throwable why) {
        LOG.warn("The plan {} failed", run, why);
        runs.end(run, Status.FAILED, "An unexpected fault; the log of the server says which");
    }
}
