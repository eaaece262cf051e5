package dev.plumbline.entitlement.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TogetherTest {
    @Test
    void whoComesAloneWaitsForNobody() {
        var groups = new ConcurrentLinkedQueue<List<Integer>>();
        var together = new Together<Integer>(1, 8, groups::add);
        together.write(1);
        together.write(2);
        assertThat(groups).containsExactly(List.of(1), List.of(2));
    }

    @Test
    @Timeout(180)
    void whatComesWhileOthersAreWrittenIsWrittenTogether() throws Exception {
        var groups = new ConcurrentLinkedQueue<List<Integer>>();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var together = new Together<Integer>(1, 8, group -> {
            groups.add(group);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> together.write(0));
            begun.await();
            var entered = IntStream.rangeClosed(1, 10)
                    .mapToObj(n -> Thread.ofVirtual().start(() -> together.write(n)))
                    .toList();
            while (entered.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                LockSupport.parkNanos(1_000_000);
            }
            goOn.countDown();
            for (Thread thread : entered) {
                assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
            }
        }
        assertThat(groups.stream().map(List::size)).containsExactly(1, 8, 2);
    }

    @Test
    @Timeout(180)
    void aGroupWeighsNoMoreThanItMayAndWhoIsHeavierGoesAlone() throws Exception {
        var groups = new ConcurrentLinkedQueue<List<Integer>>();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var together = new Together<Integer>(1, weight -> weight, 8, group -> {
            groups.add(group);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> together.write(1));
            begun.await();
            for (int weight : List.of(5, 3, 9, 2)) {
                Thread entered = Thread.ofVirtual().start(() -> together.write(weight));
                while (entered.getState() != Thread.State.WAITING) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            goOn.countDown();
        }
        assertThat(groups).startsWith(List.of(1), List.of(5, 3), List.of(9));
    }

    @Test
    void tellsEverybodyOfAGroupThatItWasRefused() {
        var together = new Together<Integer>(1, 8, _ -> {
            throw new IllegalArgumentException("as planned");
        });
        assertThatThrownBy(() -> together.write(1)).hasMessage("as planned");
        assertThatThrownBy(() -> together.write(2)).as("and goes on").hasMessage("as planned");
    }

    /** Where a writer does not hand over what came too late for it, this stands still at once (tried). */
    @Test
    @Timeout(180)
    void nobodyIsForgotten() throws Exception {
        long seed = Long.getLong("plumbline.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var written = new AtomicInteger();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var together = new Together<Integer>(2, 5, group -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            LockSupport.parkNanos(20_000 + group.size() * 1_000L);
            written.addAndGet(group.size());
            atOnce.decrementAndGet();
        });
        var random = new SplittableRandom(seed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 50; thread++) {
                var own = random.split();
                threads.execute(() -> {
                    for (int n = 0; n < 200; n++) {
                        together.write(n);
                        if (own.nextInt(10) == 0) {
                            LockSupport.parkNanos(own.nextInt(200_000));
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(150, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(written).hasValue(10_000);
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }
}
