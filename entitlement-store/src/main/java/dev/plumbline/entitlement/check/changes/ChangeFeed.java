package dev.plumbline.entitlement.check.changes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Reads what the relay places, while anybody listens, as soon as it is said that there is something. */
@Component
public class ChangeFeed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration UNHEARD = Duration.ofMillis(500);
    private static final int AT_ONCE = 500;
    private static final int HELD = 5_000;

    private final ChangeLog log;
    private final RecentChanges recent = new RecentChanges(HELD);
    private final AtomicInteger listeners = new AtomicInteger();
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread reader;

    ChangeFeed(ChangeLog log) {
        this.log = log;
    }

    /** Something was placed; a notice can get lost, so it is looked for now and then anyway. */
    public void wake() {
        if (listeners.get() > 0 && woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /** Held by one listener. */
    final class Listening implements AutoCloseable {
        private boolean closed;

        /**
         * What follows a position, at most so much; waits some time for the first of it. From memory, or from the database for
         * who is far behind.
         *
         * @param customer all when null
         */
        Portion after(long position, @Nullable String customer, Duration atMost) throws InterruptedException {
            recent.await(position, atMost);
            List<Told> held = recent.after(position, AT_ONCE);
            if (held == null) {
                long upTo = recent.newest();
                List<Told> read = log.after(position, upTo, customer, AT_ONCE);
                return new Portion(
                        read, read.size() < AT_ONCE ? upTo : read.getLast().position());
            }
            return new Portion(
                    held.stream()
                            .filter(told -> customer == null || customer.equals(told.customer()))
                            .toList(),
                    held.isEmpty() ? position : held.getLast().position());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                listeners.decrementAndGet();
            }
        }
    }

    /** @param upTo all of a customer's up to there was told, also when there was nothing */
    record Portion(List<Told> changes, long upTo) {}

    Listening listen() {
        if (listeners.getAndIncrement() == 0) {
            woken.release();
        }
        return new Listening();
    }

    boolean isOpen() {
        return reader != null;
    }

    private void read() {
        boolean following = false;
        while (reader != null) {
            try {
                if (listeners.get() == 0) {
                    following = false;
                    woken.tryAcquire(10, TimeUnit.SECONDS);
                } else if (!following) {
                    recent.beginAt(log.extent().newest());
                    following = true;
                } else {
                    List<Told> next = log.after(recent.newest(), Long.MAX_VALUE, null, AT_ONCE);
                    recent.add(next);
                    if (next.size() < AT_ONCE && woken.tryAcquire(UNHEARD.toMillis(), TimeUnit.MILLISECONDS)) {
                        woken.drainPermits();
                    }
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                LOG.debug("Changes cannot be read now", failure);
                pause();
            }
        }
    }

    private void pause() {
        try {
            woken.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        reader = Thread.ofPlatform().name("changes").daemon().unstarted(this::read);
        reader.start();
    }

    /** Before the server stops: it waits for requests to end, and these end only now. */
    @Override
    public void stop() {
        Thread running = reader;
        reader = null;
        recent.stir();
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return reader != null;
    }
}
