package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Pause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Reconciliations of the whole account, one after the other, until it is closed. */
final class RunsMeanwhile implements AutoCloseable {
    private final Plumbline plumbline;
    private final Thread thread;
    private volatile boolean over;
    private final AtomicInteger ended = new AtomicInteger();

    RunsMeanwhile(Plumbline plumbline) {
        this.plumbline = plumbline;
        this.thread = Thread.ofPlatform().name("runs-meanwhile").start(() -> {
            while (!over) {
                run(plumbline, "report");
                ended.incrementAndGet();
            }
        });
    }

    /** One, to its end. */
    static void run(Plumbline plumbline, String mode) {
        var asked = plumbline
                .server()
                .send(
                        "POST",
                        "/v1/reconciliations",
                        "application/json",
                        "{\"mode\":\"" + mode + "\"}",
                        "Bearer " + Plumbline.KEY);
        if (asked.statusCode() != 202) {
            throw new IllegalStateException(asked.statusCode() + " " + asked.body());
        }
        while (plumbline.number("select count(*) from reconciliation where status in ('PENDING', 'RUNNING')") > 0) {
            Pause.of(Duration.ofMillis(50));
        }
        if (plumbline.number("select count(*) from reconciliation where status <> 'COMPLETED'") > 0) {
            throw new IllegalStateException("A run did not come to a good end");
        }
    }

    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        plumbline.awaitIdle();
    }
}
