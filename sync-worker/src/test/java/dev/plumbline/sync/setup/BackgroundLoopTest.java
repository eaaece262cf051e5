package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundLoopTest {
    /** Where the thread is started before the loop knows of it, some of these never turn (tried: the very first). */
    @Test
    void turnsHoweverQuickItsThreadIs() throws InterruptedException {
        for (int n = 0; n < 2_000; n++) {
            var turned = new CountDownLatch(1);
            var loop = new BackgroundLoop("test", Duration.ofMinutes(1), () -> {
                turned.countDown();
                return false;
            });
            loop.start();
            assertThat(turned.await(60, TimeUnit.SECONDS)).as("loop %d", n).isTrue();
            loop.stop();
            assertThat(loop.isRunning()).isFalse();
        }
    }

    /** What wakes it while it rests after a failure must not make it fail a thousand times a second. */
    @Test
    void restsAfterAFailureWhoeverWakesItUntilItIsStopped() throws InterruptedException {
        var rounds = new AtomicInteger();
        var failed = new CountDownLatch(1);
        var loop = new BackgroundLoop("test", Duration.ofMinutes(1), () -> {
            rounds.incrementAndGet();
            failed.countDown();
            throw new IllegalStateException("as planned");
        });
        loop.start();
        assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
        for (int n = 0; n < 1_000; n++) {
            loop.wake();
        }
        loop.stop();
        assertThat(loop.isRunning()).isFalse();
        assertThat(rounds).hasValueLessThan(100);
    }
}
