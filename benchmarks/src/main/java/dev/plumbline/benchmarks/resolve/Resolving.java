package dev.plumbline.benchmarks.resolve;

import java.time.Duration;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link ResolveBenchmark} in JVMs of its own and prints what JMH says, allocation included. */
public final class Resolving {
    /** What the JIT makes of the same code differs from one JVM to the next. */
    private static final int JVMS = 3;

    private Resolving() {}

    public static void play(int rounds, Duration time) {
        var round = TimeValue.milliseconds(time.toMillis());
        var options = new OptionsBuilder()
                .include(ResolveBenchmark.class.getName() + ".*")
                .forks(JVMS)
                .warmupIterations(rounds)
                .warmupTime(round)
                .measurementIterations(rounds)
                .measurementTime(round)
                .threads(1)
                .jvmArgsAppend("-Xmx512m", "-Duser.timezone=UTC")
                .addProfiler(GCProfiler.class)
                .build();
        try {
            new Runner(options).run();
        } catch (RunnerException failure) {
            throw new IllegalStateException("JMH did not run", failure);
        }
    }
}
