package dev.plumbline.sync.demo;

import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.simulated.delivery.Deliveries;
import dev.plumbline.simulated.delivery.Endpoint;
import dev.plumbline.simulated.delivery.Mischief;
import dev.plumbline.simulated.delivery.Retries;
import dev.plumbline.simulated.delivery.WebhookSender;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.setup.BackgroundLoop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lets the demo company live: every moment something happens to one customer, and the billing system tells us over HTTP, signed,
 * now and then twice, late or in the wrong order. After a start it first sends again what we may have missed.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoLife implements SmartInitializingSingleton {
    private static final int RESENT = 400;
    /** A demo that was forgotten goes on more slowly, so that its journal stays short. */
    private static final int BUSY_UNTIL = 5_000;

    private static final Duration SLOW = Duration.ofMinutes(1);

    private final DemoWorld world;
    private final DemoSetup.DemoSecrets secrets;
    private final WorkList work;
    private final DemoBreaks breaks;
    private final DemoUsage usage;
    private final InstantSource realTime;
    private final Duration every;
    private final String key;
    private final String port;
    private Instant lastHappening = Instant.EPOCH;
    private @Nullable WebhookSender sender;
    private @Nullable BackgroundLoop loop;

    DemoLife(
            DemoWorld world,
            DemoSetup.DemoSecrets secrets,
            WorkList work,
            DemoBreaks breaks,
            DemoUsage usage,
            InstantSource realTime,
            @Value("${plumbline.demo.every:PT1.5S}") Duration every,
            @Value("${plumbline.bootstrap-key}") String key,
            @Value("${server.port}") String port) {
        this.world = world;
        this.secrets = secrets;
        this.work = work;
        this.breaks = breaks;
        this.usage = usage;
        this.realTime = realTime;
        this.every = every;
        this.key = key;
        this.port = port;
    }

    @EventListener
    void begin(ApplicationReadyEvent ready) {
        WebServer server = ((WebServerApplicationContext) ready.getApplicationContext()).getWebServer();
        int listening = Objects.requireNonNull(server, "We serve HTTP").getPort();
        URI endpoint = URI.create("http://127.0.0.1:" + listening + "/webhooks/stripe/default");
        var started = new WebhookSender(
                Endpoint.of(endpoint, secrets.webhookSecret()),
                new Deliveries(Mischief.lively(), world.seed()),
                Retries.quick(),
                realTime,
                4,
                10_000);
        sender = started;
        List<Event> recent = world.recentEvents();
        started.send(recent.subList(Math.max(0, recent.size() - RESENT), recent.size()));
        lookAtEverybody();
        URI runs = URI.create("http://127.0.0.1:" + listening + "/v1/reconciliations");
        URI used = URI.create("http://127.0.0.1:" + listening + "/v1/usage");
        loop = new BackgroundLoop("demo", every, () -> {
            usage.goOn(used, key);
            if (usage.isAllCounted()) {
                started.send(breaks.goOn(runs, key));
            }
            return live(started);
        });
        loop.start();
    }

    private boolean live(WebhookSender started) {
        Instant now = realTime.instant();
        if (world.happenings() < BUSY_UNTIL || !now.isBefore(lastHappening.plus(SLOW))) {
            lastHappening = now;
            started.send(world.goOn());
        }
        return false;
    }

    /** As when an account is first connected: of who has been quiet for a month no event tells. */
    private void lookAtEverybody() {
        world.stripe()
                .reading()
                .customers()
                .all()
                .filter(customer -> !world.planted().contains(customer.id()))
                .forEach(customer -> work.mark(
                        Subject.of(new ProviderCustomer(DemoSetup.ACCOUNT, customer.id())), Claim.Cause.SWEEP));
    }

    /** The line a person copies: printed, before anything is answered, for whoever sits at the terminal. */
    @Override
    @SuppressWarnings("SystemOut")
    public void afterSingletonsInstantiated() {
        System.out.printf("""

                Plumbline is starting: http://localhost:%1$s
                The demo's API key (made for this run): %2$s
                May the customer cus_nordlys use single sign-on, and why?
                  curl -s -H 'Authorization: Bearer %2$s' \\
                    http://localhost:%1$s/v1/customers/cus_nordlys/entitlements/sso/explain

                """, port, key);
    }

    @EventListener(ContextClosedEvent.class)
    void end() {
        if (loop != null) {
            loop.stop();
        }
        if (sender != null) {
            sender.close();
        }
    }
}
