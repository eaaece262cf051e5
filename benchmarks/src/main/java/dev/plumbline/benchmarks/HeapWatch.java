package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Pause;
import java.time.Duration;

/** What a server's heap holds while something runs: at most, garbage and all, and what is still there after a collection. */
final class HeapWatch implements AutoCloseable {
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);

    private final ReconciledJar jar;
    private final Thread thread;
    private volatile boolean over;
    private volatile double most;
    private volatile double live;

    HeapWatch(ReconciledJar jar) {
        this.jar = jar;
        this.thread = Thread.ofPlatform().name("heap-watch").start(this::watch);
    }

    private void watch() {
        while (!over) {
            most = Math.max(most, jar.figure("jvm_memory_used_bytes{area=\"heap\""));
            live = Math.max(live, jar.figure("jvm_gc_live_data_size_bytes"));
            Pause.of(LOOKS_EVERY);
        }
    }

    long mostMegabytes() {
        return Math.round(most / 1e6);
    }

    long liveMegabytes() {
        return Math.round(live / 1e6);
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
    }
}
