package dev.plumbline.sync.demo;

import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A short life of hard work, after which the process ends: the JVM, told to ({@code -XX:AOTCacheOutput}), then writes down which
 * classes and methods a node needs, and the next node begins with that knowledge. Webhooks and checks, as those come in crowds.
 * See {@code ./plumbline train}.
 */
@Component
@ConditionalOnProperty({"plumbline.demo", "plumbline.training"})
class TrainingRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final int AT_ONCE = 16;
    private static final int ENOUGH = 20_000;
    private static final List<String> FEATURES = List.of("sso", "seats", "invoices", "support");

    private final DemoWorld world;
    private final DemoSetup.DemoSecrets secrets;
    private final InstantSource time;
    private final Duration longest;
    private final String key;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();

    TrainingRun(
            DemoWorld world,
            DemoSetup.DemoSecrets secrets,
            InstantSource realTime,
            @Value("${plumbline.training}") Duration longest,
            @Value("${plumbline.bootstrap-key}") String key) {
        this.world = world;
        this.secrets = secrets;
        this.time = realTime;
        this.longest = longest;
        this.key = key;
    }

    @EventListener
    void begin(ApplicationReadyEvent ready) {
        ConfigurableApplicationContext context = ready.getApplicationContext();
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "We serve HTTP")
                .getPort();
        Thread.ofPlatform().name("training").start(() -> {
            long kept = work(URI.create("http://127.0.0.1:" + port));
            System.exit(SpringApplication.exit(context, () -> kept == 0 ? 1 : 0));
        });
    }

    /** How many webhooks were kept: who keeps none has learned nothing. */
    private long work(URI base) {
        List<Event> events = world.recentEvents();
        Instant end = time.instant().plus(longest);
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int worker = 0; worker < AT_ONCE; worker++) {
                workers.execute(() -> {
                    while (turns.get() < ENOUGH && time.instant().isBefore(end)) {
                        turn(base, events);
                    }
                });
            }
        }
        LOG.info("Trained with {} webhooks, of which {} were kept, and as many checks", turns.get(), kept.get());
        return kept.get();
    }

    private void turn(URI base, List<Event> events) {
        long turn = turns.incrementAndGet();
        Event event = events.get((int) (turn % events.size())).retoldAs("evt_training" + turn);
        byte[] body = event.body();
        boolean isKept = send(HttpRequest.newBuilder(base.resolve("/webhooks/stripe"))
                .header(
                        StripeSignature.HEADER,
                        StripeSignature.header(time.instant(), body, List.of(secrets.webhookSecret())))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        if (isKept) {
            kept.incrementAndGet();
        }
        String feature = FEATURES.get((int) (turn % FEATURES.size()));
        send(HttpRequest.newBuilder(base.resolve("/v1/customers/cus_nordlys/entitlements/" + feature))
                .header("Authorization", "Bearer " + key)
                .build());
    }

    private boolean send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException unanswered) {
            LOG.debug("Training goes on without an answer", unanswered);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
