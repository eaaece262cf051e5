package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.load.Dialogue;
import dev.plumbline.benchmarks.machine.Pause;
import dev.plumbline.benchmarks.machine.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** B11: reserve and settle on one hot limit over HTTP, beside one UPDATE of one row for each request by plain JDBC. */
final class Reserving {
    private static final int CUSTOMERS = 10;
    private static final long LIMIT = 1_000_000_000L;
    private static final int TIGHT = 100;
    private static final String FLOOR = "reserve_floor";
    private static final String AUTHORIZATION = "Bearer " + Plumbline.KEY;
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final Settings settings;
    private final Path folder;
    private final Postgres postgres;

    Reserving(Settings settings, Path folder, Postgres postgres) {
        this.settings = settings;
        this.folder = folder;
        this.postgres = postgres;
    }

    void play() {
        try (var company = new Company(CUSTOMERS);
                var plumbline = Plumbline.start(folder, postgres, company, 100)) {
            Check.fill(plumbline, company, settings);
            String hot = company.customers().get(0);
            String tight = company.customers().get(3); // on the same plan
            limit(plumbline, hot, LIMIT);
            limit(plumbline, tight, TIGHT);
            postgres.create(FLOOR);
            postgres.run(FLOOR, "create table hot (id int primary key, used bigint); insert into hot values (1, 0)");
            Report.say("%n== Reserve and settle on one hot limit: %d connections", settings.connections());
            updates(settings.time());
            reserve(plumbline, hot, settings.warmUp(), true);
            var ratios = new ArrayList<Double>();
            for (int round = 1; round <= settings.rounds(); round++) {
                double floor = updates(settings.time());
                double pairs = reserve(plumbline, hot, settings.time(), true);
                ratios.add(pairs / floor);
                Report.say(
                        "  round %d: one UPDATE each %,.0f/s; reserve + settle %,.0f pairs/s (%.2f)",
                        round, floor, pairs, pairs / floor);
            }
            ratios.sort(Double::compare);
            Report.say("  median of pairs / updates: %.2f", ratios.get(ratios.size() / 2));
            reserve(plumbline, tight, Duration.ofSeconds(3), false);
            long held = plumbline.number(
                    "select coalesce(sum(amount), 0)::bigint from usage_reservation where customer_key = '" + tight
                            + "' and state = 'open'");
            Report.say("  a limit of %d, reserved of by all for 3 s and never settled: %d held", TIGHT, held);
        }
    }

    private static void limit(Plumbline plumbline, String customer, long limit) {
        String until = Instant.now().plus(Duration.ofDays(1)).toString();
        var made = plumbline
                .server()
                .send(
                        "POST",
                        "/v1/customers/" + customer + "/overrides",
                        "application/json",
                        "{\"feature\":\"invoices\",\"effect\":\"set\",\"value\":%d,\"validUntil\":\"%s\",\"reason\":\"a benchmark\"}"
                                .formatted(limit, until),
                        AUTHORIZATION);
        if (made.statusCode() != 201) {
            throw new IllegalStateException(made.body());
        }
        String path = "/v1/customers/" + customer + "/entitlements/invoices?consistency=strict";
        for (int i = 0; i < 100; i++) {
            String body =
                    plumbline.server().get(path, "Authorization", AUTHORIZATION).body();
            if (body.contains("\"limit\":" + limit + ",")) {
                return;
            }
            Pause.of(Duration.ofMillis(100));
        }
        throw new IllegalStateException("The limit of " + customer + " did not come");
    }

    private double updates(Duration time) {
        return atOnce(time, end -> {
            long done = 0;
            try (Connection connection = postgres.connect(FLOOR);
                    PreparedStatement update =
                            connection.prepareStatement("update hot set used = used + 1 where id = 1 and used < ?")) {
                for (; System.nanoTime() < end; done++) {
                    update.setLong(1, LIMIT);
                    update.executeUpdate();
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return done;
        });
    }

    private double reserve(Plumbline plumbline, String customer, Duration time, boolean settle) {
        int port = plumbline.server().port();
        return atOnce(time, end -> {
            long done = 0;
            try (var talk = new Dialogue(port)) {
                while (System.nanoTime() < end) {
                    Dialogue.Answer reserved = talk.post(
                            "/v1/customers/" + customer + "/entitlements/invoices/reservations",
                            AUTHORIZATION,
                            "{\"amount\":1,\"ttl\":\"PT10M\"}");
                    Matcher id = ID.matcher(reserved.text());
                    if (reserved.status() == 201 && settle && id.find()) {
                        Dialogue.Answer settled = talk.post(
                                "/v1/reservations/" + id.group(1) + "/settle", AUTHORIZATION, "{\"amount\":1}");
                        if (settled.status() != 200) {
                            throw new IllegalStateException(settled.text());
                        }
                        done++;
                    } else if (reserved.status() != 201 && reserved.status() != 409) {
                        throw new IllegalStateException(reserved.text());
                    }
                }
            }
            return done;
        });
    }

    private interface Doing {
        long until(long end);
    }

    private double atOnce(Duration time, Doing doing) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (var threads = Executors.newFixedThreadPool(settings.connections())) {
            var work = new ArrayList<Callable<Long>>();
            for (int i = 0; i < settings.connections(); i++) {
                work.add(() -> doing.until(end));
            }
            long done = 0;
            for (var one : threads.invokeAll(work)) {
                done += one.get();
            }
            return done / ((System.nanoTime() - start) / 1e9);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
