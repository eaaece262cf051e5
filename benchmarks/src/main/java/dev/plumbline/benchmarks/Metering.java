package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.floor.CopiedUsage;
import dev.plumbline.benchmarks.load.Load;
import dev.plumbline.benchmarks.load.Tally;
import dev.plumbline.benchmarks.machine.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * B10, B6: usage events a second that are taken in durably, exactly once, by batches over HTTP, beside COPY to staging and INSERT
 * .. ON CONFLICT of the same rows; and what a strict check takes meanwhile.
 */
final class Metering {
    private static final int CUSTOMERS = 1_000;
    private static final int SENDERS = 4;
    private static final int FLOOR_ROWS = 200_000;
    /** Strict checks a second meanwhile. */
    private static final int CHECKS = 100;

    private static final int FETCHES_WHILE_FILLING = 1_000;
    private static final String FLOOR = "usage_floor";

    private final Settings settings;
    private final Path folder;
    private final Postgres postgres;

    Metering(Settings settings, Path folder, Postgres postgres) {
        this.settings = settings;
        this.folder = folder;
        this.postgres = postgres;
    }

    void play() {
        try (var company = new Company(CUSTOMERS);
                var plumbline = Plumbline.start(folder, postgres, company, FETCHES_WHILE_FILLING)) {
            Check.fill(plumbline, company, settings);
            postgres.create(FLOOR);
            try (Connection floor = postgres.connect(FLOOR)) {
                CopiedUsage.prepare(floor);
                Report.say(
                        "%n== Usage: %d senders, batches of %,d events, %d customers, 10 %% sent before, 5 %% of last month",
                        SENDERS, UsageEvents.BATCH, CUSTOMERS);
                Report.say("  warm-up");
                round(0, plumbline, company, floor);
                var ratios = new ArrayList<Double>();
                for (int number = 1; number <= settings.rounds(); number++) {
                    ratios.add(round(number, plumbline, company, floor));
                }
                ratios.sort(Double::compare);
                Report.say("  median of ours / floor: %.2f", ratios.get(ratios.size() / 2));
            }
            Report.say(
                    "  memory of the server: %d MB at most", plumbline.server().mostMemory());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private double round(int number, Plumbline plumbline, Company company, Connection floor) throws SQLException {
        double floorRows = floor(number, company, floor);
        postgres.checkpoint();
        var events = new UsageEvents(company.customers(), "round-" + number, Instant.now());
        Duration server = plumbline.server().cpu();
        Duration database = postgres.cpu();
        CompletableFuture<Paced.Times> checks = CompletableFuture.supplyAsync(() -> strict(plumbline, company));
        Tally tally = new Load(plumbline.server().port(), SENDERS, 202).run(events, settings.time());
        Paced.Times strict = checks.join();
        server = plumbline.server().cpu().minus(server);
        database = postgres.cpu().minus(database);
        double perSecond = tally.perSecond() * UsageEvents.BATCH;
        Report.say(
                "  round %d: floor %,.0f rows/s; ours %,.0f events/s (%.2f), CPU us an event %.1f server + %.1f PostgreSQL, a batch p50 %d ms, p99 %d ms; strict check p50 %.1f ms, p99 %.1f ms at %d/s; %s",
                number,
                floorRows,
                perSecond,
                perSecond / floorRows,
                server.toNanos() / 1e3 / events.sent(),
                database.toNanos() / 1e3 / events.sent(),
                tally.median().toMillis(),
                tally.p99().toMillis(),
                strict.millis(0.5),
                strict.millis(0.99),
                CHECKS,
                counted(plumbline, number, events, tally, strict));
        return perSecond / floorRows;
    }

    /** As many as an application would make beside it, whether or not the ones before have ended. */
    private Paced.Times strict(Plumbline plumbline, Company company) {
        List<String> customers = company.customers();
        return new Paced(CHECKS, number -> {
                    long began = System.nanoTime();
                    int status = plumbline
                            .server()
                            .get(
                                    "/v1/customers/" + customers.get(number * 7_919 % customers.size())
                                            + "/entitlements/invoices?consistency=strict",
                                    "Authorization",
                                    "Bearer " + Plumbline.KEY)
                            .statusCode();
                    return status == 200 ? Duration.ofNanos(System.nanoTime() - began) : null;
                })
                .run(settings.time());
    }

    /** Counted right is: each different event once, the late ones in their month, and the hours add up to the log. */
    private static String counted(
            Plumbline plumbline, int number, UsageEvents events, Tally tally, Paced.Times strict) {
        long late = 0;
        for (long event = 0; event < events.different(); event++) {
            late += UsageEvents.isLate(event) ? 1 : 0;
        }
        String of = " from usage_log where source = 'round-" + number + "'";
        long rows = plumbline.number("select count(*)" + of);
        long old = plumbline.number("select count(*)" + of + " and occurred_at < now() - interval '15 days'");
        long apart = plumbline.number(
                "select (select coalesce(sum(total), 0) from usage_bucket)::bigint - (select count(*) from usage_log)");
        boolean right =
                rows == events.different() && old == late && apart == 0 && tally.failed() + strict.failed() == 0;
        return right
                ? "counted right: %,d sent, %,d different, %,d late".formatted(events.sent(), rows, old)
                : "WRONG: %,d rows of %,d different, %,d late of %,d, hours apart from the log by %,d; failed: %s, checks %d"
                        .formatted(rows, events.different(), old, late, apart, tally.firstFailure(), strict.failed());
    }

    private static double floor(int number, Company company, Connection floor) throws SQLException {
        var events = new UsageEvents(company.customers(), "floor", Instant.now());
        List<String> rows = new ArrayList<>(FLOOR_ROWS);
        for (long i = 0; i < FLOOR_ROWS; i++) {
            // One in ten was sent before.
            long event = i % 10 == 0 ? Math.max(0, i - 40_000) : i;
            rows.add("%d-%d\tround-%d\t%s\tinvoices_issued\t%s\t1\n"
                    .formatted(number, event, number, events.customer(event), events.time(event)));
        }
        Duration took = CopiedUsage.write(floor, rows);
        return FLOOR_ROWS / (took.toNanos() / 1e9);
    }
}
