package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.Rounds.Played;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The tables people read. */
final class Report {
    private Report() {}

    static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    static void printHead(List<Contestant> contestants) {
        contestants.forEach(contestant -> say("  %-10s %s", contestant.name(), contestant.what()));
        say(
                "%n%-7s %-10s %9s %8s %8s %7s %10s %10s %10s %7s %7s",
                "round",
                "who",
                "per s",
                "p50 ms",
                "p99 ms",
                "failed",
                "server",
                "postgres",
                "driver",
                "idle",
                "others");
        say(
                "%-7s %-10s %9s %8s %8s %7s %32s %7s %7s",
                "", "", "", "", "", "", "CPU ms for each request", "% before", "% while");
    }

    static void print(int round, Contestant contestant, Run run) {
        print(Integer.toString(round), contestant, List.of(run));
        if (run.tally().failed() > 0) {
            say(
                    "        first failure: %s",
                    run.tally().firstFailure().lines().limit(3).toList());
        }
    }

    /** Medians, and how the last contestant, which is ours, stands beside each of the others. */
    static void printSummary(List<Played> played) {
        played.forEach(one -> print("median", one.contestant(), one.runs()));
        Played ours = played.getLast();
        played.subList(0, played.size() - 1)
                .forEach(other -> printRatio(
                        ours.contestant().name() + " / " + other.contestant().name(), ours.runs(), other.runs()));
    }

    private static void printRatio(String name, List<Run> ours, List<Run> others) {
        say(
                "ratio %s, by round: %s per second, %s CPU of server + PostgreSQL for each request",
                name, ratio(ours, others, Run::perSecond), ratio(ours, others, Run::cost));
    }

    private static String ratio(List<Run> ours, List<Run> others, ToDoubleFunction<Run> figure) {
        double[] sorted = IntStream.range(0, ours.size())
                .mapToDouble(round -> figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(others.get(round)))
                .sorted()
                .toArray();
        return "%.2f [%.2f..%.2f]".formatted(middle(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static void print(String round, Contestant contestant, List<Run> runs) {
        say(
                "%-7s %-10s %9.0f %8.2f %8.2f %7d %10.3f %10.3f %10.3f %7d %7.0f",
                round,
                contestant.name(),
                median(runs, Run::perSecond),
                median(runs, run -> millis(run.tally().median())),
                median(runs, run -> millis(run.tally().p99())),
                runs.stream().mapToInt(run -> run.tally().failed()).sum(),
                median(runs, Run::serverMillis),
                median(runs, Run::postgresMillis),
                median(runs, Run::driverMillis),
                runs.stream().mapToInt(Run::idle).min().orElse(0),
                median(runs, Run::othersPercent));
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return middle(runs.stream().mapToDouble(figure).sorted().toArray());
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : Arrays.stream(sorted, half - 1, half + 1).average().orElse(Double.NaN);
    }
}
