package dev.plumbline.sync.setup;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does rounds of something: again at once while there was work, else when woken or after a pause. */
public final class BackgroundLoop {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final String name;
    private final Duration pause;
    private final BooleanSupplier round;
    private final Semaphore woken = new Semaphore(0);
    private final AtomicLong rounds = new AtomicLong();
    private final Semaphore ending = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Failure lastFailure;

    private record Failure(String what, long nanos) {}

    /**
     * How it turns, for operators.
     *
     * @param lastFailure of this process; null when no round failed
     * @param sinceFailure null when no round failed
     */
    public record Standing(
            String name,
            boolean running,
            long rounds,
            @Nullable String lastFailure,
            @Nullable Duration sinceFailure) {}

    public Standing standing() {
        Failure failure = lastFailure;
        return new Standing(
                name,
                isRunning(),
                rounds.get(),
                failure == null ? null : failure.what(),
                failure == null ? null : Duration.ofNanos(System.nanoTime() - failure.nanos()));
    }

    /**
     * @param round one round; true when there may be more to do right away
     */
    public BackgroundLoop(String name, Duration pause, BooleanSupplier round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    public void start() {
        // Known before it starts: a thread that was quicker than we are found none, and ended before its first round.
        Thread made = Thread.ofPlatform().name("loop-" + name).daemon().unstarted(this::run);
        ending.drainPermits();
        thread = made;
        made.start();
    }

    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    public void stop() {
        stop(List.of(this));
    }

    /** Lets the rounds that run come to their ends, all at once: together they get as long as one. */
    static void stop(Collection<BackgroundLoop> loops) {
        List<Thread> ending =
                loops.stream().map(BackgroundLoop::end).filter(Objects::nonNull).toList();
        long until = System.nanoTime() + TO_END.toNanos();
        try {
            for (Thread thread : ending) {
                if (!thread.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Thread end() {
        Thread running = thread;
        thread = null;
        ending.release();
        wake();
        return running;
    }

    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    private void run() {
        while (thread != null) {
            try {
                if (!once() && woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private boolean once() throws InterruptedException {
        try {
            rounds.incrementAndGet();
            return round.getAsBoolean();
        } catch (RuntimeException | Error failure) {
            // An error too: a loop that ended unseen would be worse than one that fails loudly every second.
            LOG.warn("A round of '{}' failed and is tried again: {}", name, failure.toString());
            LOG.debug("Its cause", failure);
            lastFailure = new Failure(failure.toString(), System.nanoTime());
            // Whatever wakes it: only the end is not waited for.
            ending.tryAcquire(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        }
    }
}
