package dev.plumbline.sync.setup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Threads that each work at one job, by its number, and come to the end of their turn when the process ends. */
public final class JobThreads {
    private final String name;
    private final Map<Long, Thread> working = new ConcurrentHashMap<>();

    /** @param name of the threads, before the number */
    public JobThreads(String name) {
        this.name = name;
    }

    public void start(long job, Runnable work) {
        Thread thread = Thread.ofPlatform().name(name + "-" + job).unstarted(() -> {
            try {
                work.run();
            } finally {
                working.remove(job);
            }
        });
        working.put(job, thread);
        thread.start();
    }

    public Set<Long> jobs() {
        return working.keySet();
    }

    /** Whoever told them to end waits for that; all of them together get as long as one. */
    public void await(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        for (Thread thread : working.values()) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
