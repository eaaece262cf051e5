package dev.plumbline.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** What it runs on, and how busy others keep it. */
public final class Machine {
    private static final int QUIET_PERCENT = 85;
    private static final int LOOKS = 20;

    private Machine() {}

    public static String facts() {
        return "%d cores, %s, %s %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    /** Waits a while for neighbours to rest; the answer says how idle it was then, in percent. */
    public static int awaitQuiet() {
        int idle = idlePercent();
        for (int look = 1; idle < QUIET_PERCENT && look < LOOKS; look++) {
            idle = idlePercent();
        }
        return idle;
    }

    /** What all processes together have used since the machine started, cores added up. */
    public static Duration busy() {
        long[] ticks = cpuTicks();
        return Duration.ofMillis((Arrays.stream(ticks).sum() - idle(ticks)) * CpuTime.MILLIS_PER_TICK);
    }

    private static int idlePercent() {
        long[] before = cpuTicks();
        Pause.of(Duration.ofSeconds(1));
        long[] after = cpuTicks();
        long total = Arrays.stream(after).sum() - Arrays.stream(before).sum();
        long idle = idle(after) - idle(before);
        return total == 0 ? 100 : Math.toIntExact(100 * idle / total);
    }

    private static long idle(long[] ticks) {
        return ticks[3] + ticks[4];
    }

    /** user nice system idle iowait irq softirq steal */
    private static long[] cpuTicks() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
            return Arrays.stream(fields)
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("CPU of unknown model");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
