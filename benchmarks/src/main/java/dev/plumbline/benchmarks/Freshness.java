package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * B3: how long after the 2xx of a delivery a check says what the billing system says. And what an acknowledgement takes while
 * the billing system answers nobody; and whether a reconciliation disturbs the former.
 */
final class Freshness {
    private static final int CUSTOMERS = 600;
    /** So many that a run is still going on when another thing is looked at. */
    private static final int MANY = 5_000;

    private static final int SEATED = CUSTOMERS / 3 * 2;
    private static final int SUBJECTS_PER_SECOND = 50;
    private static final int DELIVERIES_PER_SECOND = 200;

    /** The provider's own limit is not what is measured here. */
    private static final int FETCHES_PER_SECOND = 2_000;

    private static final Duration FIRST_LOOKS_EVERY = Duration.ofMillis(2);
    /** Who waits long looks seldom: looks every 2 ms for 200 ms were most of the load, and their answers late for all. */
    private static final int LOOKS_FOR_EACH_WAIT = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LATENCY = Duration.ofMillis(200);

    private static final String LOOKS = "a look every %d ms, or every %dth of the wait so far"
            .formatted(FIRST_LOOKS_EVERY.toMillis(), LOOKS_FOR_EACH_WAIT);

    private final Settings settings;
    private final Path folder;
    private final Postgres postgres;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong turn = new AtomicLong();

    Freshness(Settings settings, Path folder, Postgres postgres) {
        this.settings = settings;
        this.folder = folder;
        this.postgres = postgres;
    }

    void play() {
        try (var company = new Company(CUSTOMERS);
                var plumbline = Plumbline.start(folder, postgres, company, FETCHES_PER_SECOND)) {
            var world = new World(company, plumbline.server().port());
            Report.say("%n== From 2xx to visible in a check: %d subjects/s, %s", SUBJECTS_PER_SECOND, LOOKS);
            seen(world, "warm-up", Weather.calm(), settings.warmUp());
            plumbline.awaitIdle();
            for (int round = 1; round <= settings.rounds(); round++) {
                seen(world, "provider answers at once", Weather.calm(), settings.time());
                plumbline.awaitIdle();
                seen(
                        world,
                        "provider takes %d ms a request".formatted(LATENCY.toMillis()),
                        Weather.calm().answeringAfter(LATENCY),
                        settings.time());
                plumbline.awaitIdle();
            }
            Report.say("%n== Acknowledged, %d deliveries/s", DELIVERIES_PER_SECOND);
            for (int round = 1; round <= settings.rounds(); round++) {
                acknowledged(world, "provider answers at once", Weather.calm());
                acknowledged(world, "provider answers nobody", Weather.calm().with(1, new Trouble.Hang()));
            }
        }
    }

    /** The same alone and beside a reconciliation of the whole account, in turn. */
    void playBesideRuns() {
        try (var company = new Company(MANY);
                var plumbline = Plumbline.start(folder, postgres, company, FETCHES_PER_SECOND)) {
            RunsMeanwhile.run(plumbline, "repair"); // all of them come in by it
            plumbline.awaitIdle();
            var world = new World(company, plumbline.server().port());
            Report.say(
                    "%n== From 2xx to visible in a check: %d subjects/s, %s; %,d customers",
                    SUBJECTS_PER_SECOND, LOOKS, MANY);
            seen(world, "warm-up", Weather.calm(), settings.warmUp());
            for (int round = 1; round <= settings.rounds(); round++) {
                plumbline.awaitIdle();
                seen(world, "alone", Weather.calm(), settings.time());
                plumbline.awaitIdle();
                int ended;
                try (var runs = new RunsMeanwhile(plumbline)) {
                    seen(world, "beside reconciliation", Weather.calm(), settings.time());
                    ended = runs.ended();
                }
                Report.say("    %d runs over all %,d ended meanwhile", ended, MANY);
            }
        }
    }

    private void seen(World world, String what, Weather weather, Duration time) {
        world.company().weather(weather);
        measured(what, SUBJECTS_PER_SECOND, time, _ -> {
            long number = turn.getAndIncrement();
            return world.untilSeen(seated(number), seats(number));
        });
    }

    private void acknowledged(World world, String what, Weather weather) {
        world.company().weather(weather);
        measured(what, DELIVERIES_PER_SECOND, settings.time(), _ -> {
            long number = turn.getAndIncrement();
            return world.acknowledged(seated(number), seats(number));
        });
    }

    /** Two of three are on a plan that takes its seats from the billing system. */
    private static int seated(long number) {
        int one = (int) (number % SEATED);
        return one / 2 * 3 + 1 + one % 2;
    }

    /** Another number each time a customer's turn comes. */
    private static long seats(long number) {
        return 10 + number / SEATED % 1_000;
    }

    private static void measured(String what, int perSecond, Duration time, Paced.Step step) {
        int idle = Machine.awaitQuiet();
        var times = new Paced(perSecond, step).run(time);
        Report.say(
                "%-34s p50 %7.1f ms   p99 %7.1f ms   most %7.1f ms   %6d good, %d failed   (idle before %d %%)",
                what,
                times.millis(0.5),
                times.millis(0.99),
                times.millis(1),
                times.sorted().size(),
                times.failed(),
                idle);
    }

    private final class World {
        private final Company company;
        private final String base;

        World(Company company, int port) {
            this.company = company;
            this.base = "http://127.0.0.1:" + port;
        }

        Company company() {
            return company;
        }

        /** From the acknowledgement of its event to the first check that says so. */
        @Nullable
        Duration untilSeen(int customer, long seats) throws IOException, InterruptedException {
            HttpResponse<String> answer = deliver(company.changeSeats(customer, seats));
            if (answer.statusCode() != 200) {
                return null;
            }
            long kept = System.nanoTime();
            var check = HttpRequest.newBuilder(URI.create(
                            base + "/v1/customers/" + company.customers().get(customer) + "/entitlements/seats"))
                    .header("Authorization", "Bearer " + Plumbline.KEY)
                    .build();
            String says = "\"limit\":" + seats + ",";
            while (System.nanoTime() - kept < PATIENCE.toNanos()) {
                if (http.send(check, BodyHandlers.ofString()).body().contains(says)) {
                    return Duration.ofNanos(System.nanoTime() - kept);
                }
                long waited = System.nanoTime() - kept;
                LockSupport.parkNanos(Math.max(FIRST_LOOKS_EVERY.toNanos(), waited / LOOKS_FOR_EACH_WAIT));
            }
            return null;
        }

        @Nullable
        Duration acknowledged(int customer, long seats) throws IOException, InterruptedException {
            Event event = company.changeSeats(customer, seats);
            long sent = System.nanoTime();
            return deliver(event).statusCode() == 200 ? Duration.ofNanos(System.nanoTime() - sent) : null;
        }

        private HttpResponse<String> deliver(Event event) throws IOException, InterruptedException {
            byte[] body = event.body();
            var headers = Map.of(
                    "Content-Type",
                    "application/json; charset=utf-8",
                    "Stripe-Signature",
                    StripeSignature.header(Instant.now(), body, List.of(SignedWebhooks.SECRET)));
            var request = HttpRequest.newBuilder(URI.create(base + Plumbline.WEBHOOKS))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return http.send(request.build(), BodyHandlers.ofString(UTF_8));
        }
    }
}
