package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.resolve.Resolving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code Bench ingest|check|freshness|reconcile-freshness|usage|reserve|resolve|all [rounds] [seconds]} {@code Bench publish|whatif [customers]} {@code Bench reconcile [sizes] [rounds]} or {@code Bench pack [lines]}: figures, never a verdict. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        String which = arguments.length == 0 ? "all" : arguments[0];
        // What is told in sizes is not told in rounds and seconds.
        boolean inSizes = List.of("reconcile", "publish", "whatif", "pack").contains(which);
        Settings settings = inSizes ? Settings.of(which) : Settings.of(arguments);
        switch (which) {
            case "ingest" -> inItsOwnWorld((folder, postgres) -> new Ingest(settings, folder, postgres).play());
            case "check" -> inItsOwnWorld((folder, postgres) -> new Check(settings, folder, postgres).play());
            case "freshness" -> inItsOwnWorld((folder, postgres) -> new Freshness(settings, folder, postgres).play());
            case "usage" -> inItsOwnWorld((folder, postgres) -> new Metering(settings, folder, postgres).play());
            case "reserve" -> inItsOwnWorld((folder, postgres) -> new Reserving(settings, folder, postgres).play());
            case "publish" ->
                inItsOwnWorld(
                        (folder, postgres) -> Crowded.play(folder, postgres, crowd(arguments), PublishToCrowd::new));
            case "whatif" ->
                inItsOwnWorld(
                        (folder, postgres) -> Crowded.play(folder, postgres, crowd(arguments), PlanForCrowd::new));
            case "reconcile" -> reconcile(arguments);
            case "pack" -> packs(arguments);
            case "reconcile-freshness" ->
                inItsOwnWorld((folder, postgres) -> new Freshness(settings, folder, postgres).playBesideRuns());
            case "resolve" -> Resolving.play(settings.rounds(), settings.time());
            case "all" -> {
                inItsOwnWorld((folder, postgres) -> new Ingest(settings, folder, postgres).play());
                inItsOwnWorld((folder, postgres) -> new Check(settings, folder, postgres).play());
                inItsOwnWorld((folder, postgres) -> new Freshness(settings, folder, postgres).play());
            }
            default -> {
                System.err.println("Usage: benchmarks/run.sh"
                        + " [ingest|check|freshness|reconcile-freshness|usage|reserve|resolve|all] [rounds]"
                        + " [seconds], publish|whatif [customers], reconcile [sizes] [rounds], or pack [lines]");
                System.exit(3);
            }
        }
    }

    /** Each size in a world of its own; the last lines say whether it grows as the account does. */
    private static void reconcile(String... arguments) throws IOException {
        String sizes = arguments.length > 1 ? arguments[1] : "10000,100000,1000000";
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        var figures = new ArrayList<Reconciling.Figures>();
        for (String size : sizes.split(",", -1)) {
            inItsOwnWorld((folder, postgres) ->
                    figures.add(new Reconciling(Integer.parseInt(size), rounds, folder, postgres).play()));
        }
        Report.say("%n== Reconciliation by size");
        figures.forEach(Reconciling.Figures::print);
    }

    /** Each size in a world of its own: whether memory grows with the lines is seen by more than one. */
    private static void packs(String... arguments) throws IOException {
        String sizes = arguments.length > 1 ? arguments[1] : "100000,1100000";
        for (String size : sizes.split(",", -1)) {
            inItsOwnWorld((folder, postgres) -> new Packing(Integer.parseInt(size), folder, postgres).play());
        }
    }

    private static int crowd(String... arguments) {
        return arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    }

    private interface Benchmark {
        void play(Path folder, Postgres postgres) throws IOException, SQLException;
    }

    /** When something fails the folder stays: the servers' output is in it. */
    private static void inItsOwnWorld(Benchmark benchmark) throws IOException {
        Path folder = Files.createTempDirectory("plumbline-bench-");
        try (var postgres = Postgres.startIn(folder)) {
            Report.say(
                    "%s%n%s on %s",
                    Machine.facts(),
                    postgres.facts(),
                    Files.getFileStore(folder).type());
            benchmark.play(folder, postgres);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        remove(folder);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
