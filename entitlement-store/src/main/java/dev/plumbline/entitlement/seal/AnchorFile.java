package dev.plumbline.entitlement.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the chain ended, noted outside the database: who owns the database can cut the chain's end off, but not out of this
 * file. A line each, only ever added to; several nodes may share one file, lines are short enough to be written whole.
 */
final class AnchorFile {
    private static final int AT_ONCE = 1_000;

    private final Path file;

    AnchorFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** One note. */
    record Anchor(Head head, Instant at) {
        String line() {
            return "1 %d %d %s %s %s\n".formatted(head.position(), head.auditId(), head.keyId(), head.hash(), at);
        }

        /** Empty for a line that is none: half a line, after a crash. */
        static Optional<Anchor> of(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 6 || !parts[0].equals("1")) {
                return Optional.empty();
            }
            try {
                var head = new Head(Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3], Hash.ofHex(parts[4]));
                return Optional.of(new Anchor(head, Instant.parse(parts[5])));
            } catch (RuntimeException broken) {
                return Optional.empty();
            }
        }
    }

    /** On the disk when it returns. */
    void add(Anchor anchor) {
        try {
            Files.createDirectories(file.getParent());
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                // After half a line a whole one begins anew.
                String line = endsWithLine() ? anchor.line() : "\n" + anchor.line();
                channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
                channel.force(true);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The anchor of the audit cannot be written: " + file, failure);
        }
    }

    private boolean endsWithLine() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return true;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) == '\n';
        } catch (NoSuchFileException first) {
            return true;
        }
    }

    /** All of them, in portions: there may be years of them. */
    void read(Consumer<List<Anchor>> portion) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            var some = new ArrayList<Anchor>(AT_ONCE);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Anchor.of(line).ifPresent(some::add);
                if (some.size() == AT_ONCE) {
                    portion.accept(List.copyOf(some));
                    some.clear();
                }
            }
            portion.accept(some);
        } catch (NoSuchFileException none) {
            portion.accept(List.of());
        } catch (IOException failure) {
            throw new UncheckedIOException("The anchor of the audit cannot be read: " + file, failure);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
