package dev.plumbline.sync.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What happened in a history, step by step: shown when it ends wrong, and compared when it is played twice. */
final class Trace {
    private final SimulatedClock clock;
    private final List<String> lines = new ArrayList<>();

    Trace(SimulatedClock clock) {
        this.clock = clock;
    }

    void note(String who, Object what) {
        lines.add(clock.instant() + " " + who + " " + what);
    }

    int size() {
        return lines.size();
    }

    String text() {
        return String.join("\n", lines);
    }

    /** Of all that happened and of where it ended. */
    String digest(String end) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String line : lines) {
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest(end.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
