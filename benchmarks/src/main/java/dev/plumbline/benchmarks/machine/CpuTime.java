package dev.plumbline.benchmarks.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;

/** CPU time that processes have used, user and system. From {@code /proc}: Linux only. */
public final class CpuTime {
    /** The kernel's USER_HZ: 100 on every platform we know. */
    static final long MILLIS_PER_TICK = 10;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuTime() {}

    public static Duration of(long pid) {
        return millis(pid, USER, SYSTEM);
    }

    /** With all descendants, also those that have ended. */
    public static Duration ofTree(long pid) {
        long descendants = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(process -> of(process.pid()).toMillis())
                .sum();
        return millis(pid, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM).plusMillis(descendants);
    }

    private static Duration millis(long pid, int... fields) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second field is the command in parentheses and may hold blanks.
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = LongStream.of(java.util.Arrays.stream(fields)
                            .mapToLong(field -> Long.parseLong(rest[field]))
                            .toArray())
                    .sum();
            return Duration.ofMillis(ticks * MILLIS_PER_TICK);
        } catch (IOException endedMeanwhile) {
            return Duration.ZERO;
        }
    }
}
