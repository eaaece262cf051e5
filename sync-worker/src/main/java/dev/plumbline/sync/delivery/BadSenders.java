package dev.plumbline.sync.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Who sends many deliveries that prove nothing has a narrow door for a while (S-3): a few large ones at a time, so that reading
 * and checking them cannot take the machine. Small ones cost no more than a refusal would, and come through: behind a proxy the
 * forger and the billing system have one address, and hardly an event is large.
 */
@Component
class BadSenders {
    private static final int BORNE = 100;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int AT_ONCE = 2;
    private static final long SMALL = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final InstantSource time;
    private final Cache<String, Sender> senders = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    BadSenders(InstantSource realTime) {
        this.time = realTime;
    }

    /** One delivery on its way through the door. */
    interface Passage extends AutoCloseable {
        /** False when there are too many of that sender before it. */
        boolean isFree();

        @Override
        void close();
    }

    private static final Passage WIDE = new Passage() {
        @Override
        public boolean isFree() {
            return true;
        }

        @Override
        public void close() {
            // Nothing was taken.
        }
    };

    /** @param length of the body; negative when the sender does not say */
    Passage enter(String source, long length) throws InterruptedException {
        boolean small = length >= 0 && length <= SMALL;
        Sender sender = small ? null : senders.getIfPresent(source);
        return sender == null || !sender.isBad(time.instant()) ? WIDE : sender.enter();
    }

    void provedNothing(String source) {
        senders.get(source, _ -> new Sender()).bad(time.instant());
    }

    private static final class Sender {
        private final Semaphore door = new Semaphore(AT_ONCE, true);
        private Instant since = Instant.MIN;
        private int bad;
        private boolean badBefore;

        synchronized void bad(Instant now) {
            turn(now);
            bad++;
        }

        synchronized boolean isBad(Instant now) {
            turn(now);
            return badBefore || bad >= BORNE;
        }

        private void turn(Instant now) {
            if (since.equals(Instant.MIN) || !now.isBefore(since.plus(WINDOW))) {
                badBefore = bad >= BORNE;
                bad = 0;
                since = now;
            }
        }

        Passage enter() throws InterruptedException {
            boolean free = door.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Passage() {
                @Override
                public boolean isFree() {
                    return free;
                }

                @Override
                public void close() {
                    if (free) {
                        door.release();
                    }
                }
            };
        }
    }
}
