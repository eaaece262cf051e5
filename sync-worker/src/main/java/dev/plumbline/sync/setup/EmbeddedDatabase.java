package dev.plumbline.sync.setup;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A PostgreSQL of our own for who gave us none: real, durable (fsync on, against the library's default), kept in a folder over
 * restarts. A lock file says whose it is, so a server that a killed process left behind can be told from one in use.
 */
final class EmbeddedDatabase implements AutoCloseable {
    /** What is added to the folder's name for what stands beside it. */
    static final String KEY = ".audit.key";

    static final String ANCHOR = ".audit.anchor";

    private final FileLock lock;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(FileLock lock, EmbeddedPostgres postgres) {
        this.lock = lock;
        this.postgres = postgres;
    }

    static EmbeddedDatabase startIn(Path folder) {
        Path data = folder.toAbsolutePath().normalize();
        FileLock lock = takeOwnership(data);
        OrphanedServer.stop(data);
        try {
            setAnchorAside(data);
            return new EmbeddedDatabase(lock, start(data));
        } catch (IOException failure) {
            throw new StartRefused(
                    "The embedded PostgreSQL did not start in " + data + ": " + failure.getMessage(),
                    "Look at the lines above. Often the folder belongs to another user (sudo?), the disk is full, or"
                            + " user namespaces are forbidden here. Or give a database:"
                            + " PLUMBLINE_DB_URL=jdbc:postgresql://…",
                    failure);
        }
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "80")
                // A client that was killed inside a long statement frees its locks soon (case F-22).
                .setServerConfig("client_connection_check_interval", "500ms")
                // It ends with the context, after all who use it: a hook of its own would stop it under them.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** A folder that was emptied gets another database, and what was noted of the one before says nothing of it. */
    private static void setAnchorAside(Path data) throws IOException {
        Path anchor = data.resolveSibling(data.getFileName() + ANCHOR);
        if (!Files.exists(data.resolve("PG_VERSION")) && Files.exists(anchor)) {
            Files.move(
                    anchor,
                    anchor.resolveSibling(anchor.getFileName() + ".before-"
                            + Files.getLastModifiedTime(anchor).toMillis()));
        }
    }

    /** Held until the process ends, however it ends. */
    private static FileLock takeOwnership(Path data) {
        try {
            Files.createDirectories(data.getParent());
            Path file = data.resolveSibling(data.getFileName() + ".lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // fall through: said below
        } catch (IOException failure) {
            throw new StartRefused(
                    "The folder for the embedded PostgreSQL cannot be used: " + data + " (" + failure + ")",
                    "Make it writable for this user, or choose another: --plumbline.embedded.dir=…",
                    failure);
        }
        throw new StartRefused(
                "Another Plumbline runs on " + data,
                "Stop it first, or start this one elsewhere: --plumbline.embedded.dir=… (and another SERVER_PORT)",
                null);
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            postgres.close();
            lock.channel().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
