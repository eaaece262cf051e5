package dev.plumbline.sync.chaos;

import dev.plumbline.simulated.delivery.Deliveries;
import dev.plumbline.simulated.delivery.Delivery;
import dev.plumbline.simulated.delivery.Mischief;
import dev.plumbline.simulated.stripe.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The provider's deliveries, to both nodes by turns: signed, some twice, some late or overtaken; and again, later, what was not
 * answered with 2xx. Nothing is lost on the way: what is lost, a node has lost.
 */
final class Post implements AutoCloseable {
    private static final Mischief MISCHIEF = new Mischief(0, 0.08, 0.2, 0.1, Duration.ofSeconds(2));
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int AT_ONCE_TO_A_NODE = 64;
    /** More than this wait only when both nodes are away for long: then less happens at the provider. */
    private static final int MOST_WAITING = 600;
    /** Who is refused and comes back at once takes from the nodes the very time they need to start. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final List<Node> nodes;
    private final String secret;
    private final AckLog log;
    private final Deliveries deliveries;
    private final List<Semaphore> ways;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Post(List<Node> nodes, String secret, AckLog log, long seed) {
        this.nodes = nodes;
        this.secret = secret;
        this.log = log;
        this.deliveries = new Deliveries(MISCHIEF, seed);
        this.ways = nodes.stream().map(_ -> new Semaphore(AT_ONCE_TO_A_NODE)).toList();
    }

    boolean isFull() {
        return waiting.get() > MOST_WAITING;
    }

    void send(List<Event> events) {
        for (Delivery delivery : deliveries.plan(events)) {
            waiting.incrementAndGet();
            schedule(delivery, 1, delivery.after());
        }
    }

    /** False when something was not acknowledged in that time. */
    boolean drain(Duration patience) {
        return Pause.until(() -> waiting.get() == 0, patience);
    }

    int waiting() {
        return waiting.get();
    }

    private void schedule(Delivery delivery, int attempt, Duration wait) {
        var _ = clock.schedule(
                () -> carriers.execute(() -> carry(delivery, attempt)), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void carry(Delivery delivery, int attempt) {
        if (post(delivery) / 100 == 2) {
            waiting.decrementAndGet();
        } else if (!clock.isShutdown()) {
            Duration doubled = Duration.ofMillis(200L << Math.min(attempt, 5));
            schedule(delivery, attempt + 1, doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled);
        }
    }

    private int post(Delivery delivery) {
        int to = Math.floorMod(turn.getAndIncrement(), nodes.size());
        byte[] body = delivery.body();
        ways.get(to).acquireUninterruptibly();
        try {
            log.posted(delivery.event(), body);
            HttpRequest.Builder request = HttpRequest.newBuilder(nodes.get(to).uri("/webhooks/stripe/default"))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            delivery.headers(Instant.now(), List.of(secret)).forEach(request::header);
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            log.answered(delivery.event().id(), answer.statusCode(), answer.body());
            return answer.statusCode();
        } catch (IOException noAnswer) {
            log.answered(delivery.event().id(), 0, "");
            return 0;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            ways.get(to).release();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        carriers.shutdownNow();
        http.shutdownNow();
    }
}
