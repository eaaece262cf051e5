package dev.plumbline.simulated.delivery;

import dev.plumbline.simulated.stripe.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs events and posts them to an endpoint, as often, as late and as often again as planned. */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final Retries retries;
    private final int capacity;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final AtomicLong numbers = new AtomicLong();
    private final DelayQueue<Due> due = new DelayQueue<>();
    private final ExecutorService posting = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("simulated-post-", 1).daemon().factory());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Endpoint endpoint;
    private volatile boolean closed;

    /**
     * @param clock the time signatures are stamped with: a listener refuses stamps far from its own clock
     * @param inFlight how many posts may be under way at once; 1 keeps the planned order
     * @param capacity how many deliveries may wait; more are dropped and counted
     */
    public WebhookSender(
            Endpoint endpoint,
            Deliveries deliveries,
            Retries retries,
            InstantSource clock,
            int inFlight,
            int capacity) {
        this.endpoint = endpoint;
        this.deliveries = deliveries;
        this.retries = retries;
        this.clock = clock;
        this.capacity = capacity;
        for (int i = 0; i < inFlight; i++) {
            posting.execute(this::postWhatIsDue);
        }
    }

    /** Returns at once; what was planned for the events happens by itself. */
    public void send(List<Event> events) {
        for (Delivery delivery : deliveries.plan(events)) {
            if (!closed && tally.admit(capacity)) {
                schedule(delivery, 1, delivery.after());
            }
        }
    }

    /** From the next post on: another address, other secrets. */
    public void endpoint(Endpoint next) {
        endpoint = next;
    }

    /** From the next event on. */
    public void mischief(Mischief mischief) {
        deliveries.mischief(mischief);
    }

    /** Waits until every delivery was acknowledged or given up; false when that takes too long. */
    public boolean drain(Duration patience) throws InterruptedException {
        return tally.awaitQuiet(patience);
    }

    public Sent sent() {
        return tally.with(deliveries.counts());
    }

    /** Lets what is on its way arrive, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            tally.awaitQuiet(LAST_WAIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        posting.shutdownNow();
        posting.close();
        tally.abandonRest();
        http.shutdownNow();
        http.close();
    }

    private void schedule(Delivery delivery, int attempt, Duration wait) {
        due.add(new Due(delivery, attempt, System.nanoTime() + wait.toNanos(), numbers.getAndIncrement()));
    }

    private void postWhatIsDue() {
        try {
            while (true) {
                Due next = due.take();
                settle(next.delivery(), next.attempt(), post(next.delivery()));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when there was no answer or another one than 2xx. */
    private boolean post(Delivery delivery) throws InterruptedException {
        tally.posted();
        try {
            int status = http.send(request(delivery), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 == 2) {
                return true;
            }
            LOG.debug("{} was answered with {}", delivery.event().id(), status);
            tally.refused();
        } catch (IOException | IllegalArgumentException noAnswer) {
            LOG.debug("{} was not answered: {}", delivery.event().id(), noAnswer.toString());
            tally.unreachable();
        }
        return false;
    }

    private HttpRequest request(Delivery delivery) {
        Endpoint to = endpoint;
        HttpRequest.Builder request = HttpRequest.newBuilder(to.url())
                .timeout(to.timeout())
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()));
        delivery.headers(clock.instant(), to.secrets()).forEach(request::header);
        return request.build();
    }

    private void settle(Delivery delivery, int attempt, boolean acknowledged) {
        if (acknowledged) {
            tally.acked();
        } else if (retries.allowAfter(attempt) && !closed) {
            schedule(delivery, attempt + 1, retries.waitAfter(attempt));
        } else {
            tally.gaveUp();
        }
    }
}
