package dev.plumbline.sync.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL that can be crashed, started again on what is left, and made read-only like a standby. */
final class Database implements AutoCloseable {
    private static final boolean AS_ROOT = System.getProperty("user.name").equals("root");

    private final Path data;
    private final EmbeddedPostgres first;
    private final Path control;
    private final String options;

    /** @param weakened commits come back before they are written: what an ingest database must never do */
    Database(Path data, boolean weakened) throws IOException {
        this.data = data;
        first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "120")
                .setServerConfig("fsync", "on")
                .setServerConfig("client_connection_check_interval", "500ms")
                .setServerConfig("synchronous_commit", weakened ? "off" : "on")
                .setServerConfig("wal_writer_delay", weakened ? "5s" : "200ms")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        // The server as it was started: its program, and in quotes what it was given.
        String started = Files.readString(data.resolve("postmaster.opts")).strip();
        control = Path.of(started.substring(0, started.indexOf(' '))).resolveSibling("pg_ctl");
        options = started.substring(started.indexOf(' ') + 1);
    }

    String url() {
        return "jdbc:postgresql://localhost:" + first.getPort() + "/postgres";
    }

    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", ""));
    }

    /** Nobody is asked, nothing is written out. */
    void crash() {
        control("stop", "-m", "immediate");
    }

    /** Returns when it answers: it replays its log first. */
    void start() {
        control("start", "-o", options, "-l", data.resolveSibling("pg.log").toString());
    }

    /** What a connection finds that a failover left on the old primary. Sessions that are there learn of it, too. */
    void readOnly(boolean on) {
        sql().sql("alter system set default_transaction_read_only = " + (on ? "on" : "off"))
                .update();
        var _ = sql().sql("select pg_reload_conf()").query(Boolean.class).single();
    }

    private void control(String... what) {
        var command = new ArrayList<String>();
        if (AS_ROOT) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to be run by root
        }
        command.addAll(List.of(control.toString(), "-D", data.toString(), "-w", "-t", "60"));
        command.addAll(List.of(what));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("pg_ctl.log").toFile()))
                    .start();
            if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed, see the logs beside " + data);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Whichever runs on the data by now. */
    @Override
    public void close() {
        try {
            first.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
