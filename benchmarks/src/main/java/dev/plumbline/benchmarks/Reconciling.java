package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.floor.JoinedSides;
import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * B8: a run over everything of an account, whose both sides agree but for planted breaks of every type; whether exactly these are
 * found, with the right amounts; how long each step takes; and beside it, in the same run, what COPY of both sides and one full
 * join take.
 */
final class Reconciling {
    private static final String FLOOR = "floor";
    private static final String PAGE = "plumbline_reconcile_page_seconds_";
    /** Steps that wait for the billing system, and the one that resolves everybody again: not what a floor of plain SQL does. */
    private static final Set<String> NOT_DATA = Set.of("list-beside", "list", "look", "self-check");

    private final int size;
    private final int rounds;
    private final Path folder;
    private final Postgres postgres;

    Reconciling(int size, int rounds, Path folder, Postgres postgres) {
        if (size < 5_000) {
            throw new IllegalArgumentException("Planted breaks are a small part of at least 5,000 customers");
        }
        this.size = size;
        this.rounds = rounds;
        this.folder = folder;
        this.postgres = postgres;
    }

    /** Of one size, the median of its rounds. */
    record Figures(
            int size,
            double whole,
            double list,
            double data,
            double selfCheck,
            double floor,
            long live,
            long most,
            long rss) {
        void print() {
            Report.say(
                    "%,10d  whole %7.1f s (%,.0f/s)   list %7.1f s   data %6.2f s (%,.0f/s), %.2f of the floor's %.2f"
                            + " s   self check %6.1f s   heap %d MB at most, %d MB live; RSS %d MB",
                    size,
                    whole,
                    size / whole,
                    list,
                    data,
                    size / data,
                    data / floor,
                    floor,
                    selfCheck,
                    most,
                    live,
                    rss);
        }
    }

    Figures play() throws SQLException {
        long began = System.nanoTime();
        try (var account = new LargeAccount(size, PlantedBreaks.EACH)) {
            Report.say("%n== Reconciliation of %,d subscriptions (made in %.0f s)", size, since(began));
            try (var jar = ReconciledJar.start(folder, postgres, account)) {
                Report.say("  our side copied, %.0f s after the beginning", since(began));
                jar.publish(catalog());
                Report.say("  everybody has an answer, %.0f s after the beginning", since(began));
                long first = jar.report();
                Report.say("  warm-up, which sums up what was copied: %s", seconds(jar.steps(first)));
                Map<String, String> expected = new PlantedBreaks(account, jar).plant();
                jar.change("vacuum analyze");
                Figures figures = rounds(jar, expected);
                new ExportedReport(jar).play(jar.number("select max(id) from reconciliation"), size);
                return figures;
            }
        }
    }

    private static String catalog() {
        return CrowdCatalog.published()
                .replace(
                        "grants: { invoices: { limit: 600 } } }",
                        "grants: { invoices: { limit: 600 } } }\n"
                            + "          - { name: nordics, when: { market: nordics }, grants: { calls: { limit: 4242"
                            + " } } }");
    }

    private Figures rounds(ReconciledJar jar, Map<String, String> expected) throws SQLException {
        postgres.create(FLOOR);
        var played = new ArrayList<Figures>();
        try (Connection connection = postgres.connect(FLOOR)) {
            JoinedSides.compare(connection, Math.min(size, 100_000), 1_000);
            for (int round = 1; round <= rounds; round++) {
                played.add(round(round, jar, expected, connection));
            }
        }
        played.sort(Comparator.comparingDouble(one -> one.data() / one.floor()));
        return played.get(played.size() / 2);
    }

    private Figures round(int number, ReconciledJar jar, Map<String, String> expected, Connection connection)
            throws SQLException {
        postgres.checkpoint();
        int idle = Machine.awaitQuiet();
        Duration busy = Machine.busy();
        double stagedBefore = jar.figure(PAGE + "sum{part=\"staged\"");
        double askedBefore = jar.figure(PAGE + "sum{part=\"asked\"");
        double pagesBefore = jar.figure(PAGE + "count{part=\"staged\"");
        long began = System.nanoTime();
        long run;
        long most;
        long live;
        try (var heap = new HeapWatch(jar)) {
            run = jar.report();
            most = heap.mostMegabytes();
            live = heap.liveMegabytes();
        }
        double whole = since(began);
        busy = Machine.busy().minus(busy);
        // Parts are staged some at a time: of the wall time of the list this is the share.
        double staged = (jar.figure(PAGE + "sum{part=\"staged\"") - stagedBefore) / ReconciledJar.LISTINGS;
        double asked = (jar.figure(PAGE + "sum{part=\"asked\"") - askedBefore) / ReconciledJar.LISTINGS;
        double pages = jar.figure(PAGE + "count{part=\"staged\"") - pagesBefore;
        Map<String, Double> steps = jar.steps(run);
        double data = staged
                + steps.entrySet().stream()
                        .filter(step -> !NOT_DATA.contains(step.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        postgres.checkpoint();
        JoinedSides.Took floor = JoinedSides.compare(connection, size, 1_000);
        double floorSeconds = floor.all().toMillis() / 1e3;
        Report.say(
                "  round %d: %s; of the list asked %.1f s, staged %.2f s, %,.0f pages (%.0f/s); looked at %,d",
                number,
                seconds(steps),
                asked,
                staged,
                pages,
                pages / steps.getOrDefault("list", 1.0),
                jar.number("select looked from reconciliation where id = " + run));
        Report.say(
                "           whole %.1f s, data part %.2f s, floor %.2f s (COPY %.2f, join %.2f): %.2f of it; idle"
                        + " before %d %%, cores busy %.0f %%; %s",
                whole,
                data,
                floorSeconds,
                floor.copies().toMillis() / 1e3,
                floor.join().toMillis() / 1e3,
                data / floorSeconds,
                idle,
                100.0 * busy.toMillis() / 1e3 / whole / Runtime.getRuntime().availableProcessors(),
                verdict(expected, jar.told(run)));
        return new Figures(
                size,
                whole,
                steps.getOrDefault("list", 0.0),
                data,
                steps.getOrDefault("self-check", 0.0),
                floorSeconds,
                live,
                most,
                jar.server().mostMemory());
    }

    /** Every planted break with its type and amount, and no other. */
    private static String verdict(Map<String, String> expected, Map<String, String> told) {
        if (told.equals(expected)) {
            return "all " + expected.size() + " planted breaks found, and no other";
        }
        var wrong = new TreeMap<String, String>();
        expected.forEach((customer, what) -> {
            if (!what.equals(told.get(customer))) {
                wrong.put(customer, "planted " + what + ", told " + told.get(customer));
            }
        });
        told.forEach((customer, what) -> {
            if (!expected.containsKey(customer)) {
                wrong.put(customer, "told and not planted: " + what);
            }
        });
        List<String> some =
                wrong.entrySet().stream().limit(5).map(Object::toString).toList();
        return "WRONG: " + wrong.size() + " of " + expected.size() + " planted, such as " + some;
    }

    private static String seconds(Map<String, Double> steps) {
        var text = new ArrayList<String>();
        steps.forEach((step, seconds) -> text.add("%s %.2f s".formatted(step, seconds)));
        return String.join(", ", text);
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
