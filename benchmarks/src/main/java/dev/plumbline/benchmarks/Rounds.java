package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.load.Load;
import dev.plumbline.benchmarks.load.Tally;
import dev.plumbline.benchmarks.machine.CpuTime;
import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A B A B: neighbours disturb, so only runs of the same round are compared. */
final class Rounds {
    private final Settings settings;
    private final Postgres postgres;
    private final Runnable settle;
    private final Map<Contestant, Long> good = new HashMap<>();

    /** @param settle waits until nothing of an earlier run goes on */
    Rounds(Settings settings, Postgres postgres, Runnable settle) {
        this.settings = settings;
        this.postgres = postgres;
        this.settle = settle;
    }

    /** A contestant and its runs, one for each round. */
    record Played(Contestant contestant, List<Run> runs) {}

    /** After a warm-up that is not counted. */
    List<Played> play(List<Contestant> contestants) {
        contestants.forEach(contestant -> run(contestant, settings.warmUp()));
        List<Played> played = contestants.stream()
                .map(contestant -> new Played(contestant, new ArrayList<>()))
                .toList();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (var one : played) {
                Run run = run(one.contestant(), settings.time());
                one.runs().add(run);
                Report.print(round, one.contestant(), run);
            }
        }
        return played;
    }

    /** All good answers, also those of the warm-up. */
    long good(Contestant contestant) {
        return good.getOrDefault(contestant, 0L);
    }

    private Run run(Contestant contestant, Duration time) {
        settle.run();
        var requests = contestant.requests().apply(time);
        postgres.checkpoint();
        int idle = Machine.awaitQuiet();
        var load = new Load(contestant.server().port(), settings.connections(), contestant.status());
        long passes = contestant.passes().getAsLong();
        Cpu before = cpu(contestant);
        Tally tally = load.run(requests, time);
        Cpu after = cpu(contestant);
        good.merge(contestant, (long) tally.good(), Long::sum);
        return new Run(tally, after.minus(before), idle, contestant.passes().getAsLong() - passes);
    }

    private Cpu cpu(Contestant contestant) {
        Duration driver = CpuTime.of(ProcessHandle.current().pid());
        return new Cpu(contestant.server().cpu(), postgres.cpu(), driver, Machine.busy());
    }
}
