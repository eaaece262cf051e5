package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.resolve.Resolving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** {@code Bench ingest|check|freshness|usage|reserve|resolve|all [rounds] [seconds]} or {@code Bench publish|whatif [customers]}: figures, never a verdict. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        String which = arguments.length == 0 ? "all" : arguments[0];
        Settings settings = Settings.of(arguments);
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
            case "resolve" -> Resolving.play(settings.rounds(), settings.time());
            case "all" -> {
                inItsOwnWorld((folder, postgres) -> new Ingest(settings, folder, postgres).play());
                inItsOwnWorld((folder, postgres) -> new Check(settings, folder, postgres).play());
                inItsOwnWorld((folder, postgres) -> new Freshness(settings, folder, postgres).play());
            }
            default -> {
                System.err.println(
                        "Usage: benchmarks/run.sh [ingest|check|freshness|usage|reserve|resolve|all] [rounds] [seconds], or publish|whatif [customers]");
                System.exit(3);
            }
        }
    }

    private static int crowd(String... arguments) {
        return arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    }

    private interface Benchmark {
        void play(Path folder, Postgres postgres) throws IOException;
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
