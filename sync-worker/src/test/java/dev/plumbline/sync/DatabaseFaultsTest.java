package dev.plumbline.sync;

import static dev.plumbline.sync.support.Seats.buy;
import static dev.plumbline.sync.support.Seats.changeSeats;
import static dev.plumbline.sync.support.Seats.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.RunningPlumbline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database restarts, turns read-only, is full, has no connection left, finds a deadlock: 503 meanwhile, all well after. */
class DatabaseFaultsTest {
    private static final int PORT = PlumblineProcess.freePort();
    private static final String URL = "jdbc:postgresql://localhost:" + PORT + "/postgres";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres database;
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() throws IOException {
        database = database();
        plumbline = RunningPlumbline.start(options -> options.on(URL).with("plumbline.db.pool", 6));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterAll
    static void stop() throws IOException {
        plumbline.close();
        database.close();
    }

    private static EmbeddedPostgres database() throws IOException {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setDataDirectory(folder.resolve("pg"))
                .setCleanDataDirectory(false)
                .setPort(PORT)
                .start();
    }

    @Test
    @DisplayName("F-19 the database restarts: 503 meanwhile, by itself at work again within 30 s, no lease is lost")
    void outlivesARestart() throws Exception {
        buy(plumbline, "cus_restart_before", 5).forEach(plumbline::deliver);
        // As pg_ctl stop -m fast does it.
        String pid = Files.readAllLines(folder.resolve("pg").resolve("postmaster.pid"))
                .getFirst();
        assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor(60, TimeUnit.SECONDS))
                .isTrue();
        Event during = buy(plumbline, "cus_restart_during", 6).getFirst();
        await().atMost(Duration.ofSeconds(60)).until(() -> plumbline.deliver(during) == 503);
        database.close();
        database = database();
        await().atMost(Duration.ofSeconds(30)).until(() -> plumbline.deliver(during) == 200);
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_restart_before")).isEqualTo(5);
        assertThat(seats(plumbline, "cus_restart_during")).isEqualTo(6);
        assertThat(count("select count(*) from subject where lease_until > clock_timestamp()"))
                .isZero();
    }

    /** Without LostPrimary the last assertion fails: the pool keeps what only reads. */
    @Test
    @DisplayName(
            "F-20 read-only after a failover: 503 and no ack, reads go on, the pool throws such connections away, then well")
    void outlivesAReadOnlyDatabase() throws SQLException {
        buy(plumbline, "cus_ro", 5).forEach(plumbline::deliver);
        plumbline.comeToRest();
        Set<Long> before = new HashSet<>(connections());
        Event event = changeSeats(plumbline, "cus_ro", 9).getFirst();
        superuser("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> plumbline.deliver(event) == 503);
            assertThat(seats(plumbline, "cus_ro"))
                    .as("a strict check only reads")
                    .isEqualTo(5);
            assertThat(plumbline.deliver(event)).isEqualTo(503);
        } finally {
            superuser(
                    "set default_transaction_read_only = off",
                    "alter system reset default_transaction_read_only",
                    "select pg_reload_conf()");
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> plumbline.deliver(event) == 200);
        assertThat(count("select deliveries from inbox where event_id = '" + event.id() + "'"))
                .as("kept once, when it was acknowledged")
                .isEqualTo(1);
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_ro")).isEqualTo(9);
        assertThat(connections().containsAll(before))
                .as("all of those before are there still")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"53100, disk_full", "53300, too_many_connections"})
    @DisplayName(
            "F-24 the disk is full or no connection is left: 503, no ack, counted for the alert; passes wait, none is poison")
    void outlivesWhatIsFull(String state, String name) throws SQLException {
        buy(plumbline, "cus_" + name, 5).forEach(plumbline::deliver);
        plumbline.comeToRest();
        double counted = notKept();
        superuser(
                "create function full_" + name + "() returns trigger language plpgsql as $$ begin"
                        + " raise exception 'full' using errcode = '" + state + "'; end $$",
                "create trigger full_inbox before insert on inbox for each row execute function full_" + name + "()");
        Event event = changeSeats(plumbline, "cus_" + name, 8).getFirst();
        assertThat(plumbline.deliver(event)).isEqualTo(503);
        assertThat(count("select count(*) from inbox where event_id = '" + event.id() + "'"))
                .isZero();
        assertThat(notKept()).isEqualTo(counted + 1);

        superuser(
                "drop trigger full_inbox on inbox",
                "create trigger full_snapshot before update on billing_snapshot for each row execute function full_"
                        + name + "()");
        assertThat(plumbline.deliver(event)).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            superuser("update subject set due_at = clock_timestamp() where id = 'cus_" + name + "'");
            return count("select attempts from subject where id = 'cus_" + name + "'") > 6;
        });
        assertThat(count("select count(*) from subject where state = 'QUARANTINED'"))
                .isZero();
        superuser("drop trigger full_snapshot on billing_snapshot", "drop function full_" + name);
        // Again and again: a pass that failed just before says afterwards when it is due.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            superuser("update subject set due_at = clock_timestamp() where id = 'cus_" + name + "' and attempts > 0");
            return count("select attempts from subject where id = 'cus_" + name + "'") == 0;
        });
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_" + name)).isEqualTo(8);
    }

    @Test
    @DisplayName("F-23 somebody locks in the opposite order: the pass is the victim, is tried again and ends right")
    void outlivesADeadlock() throws Exception {
        buy(plumbline, "cus_deadlock", 5).forEach(plumbline::deliver);
        plumbline.comeToRest();
        long before = count("select deadlocks from pg_stat_database where datname = 'postgres'");
        try (Connection other = DriverManager.getConnection(URL, "postgres", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("set local deadlock_timeout = '1min'"); // so that it is the pass that finds it
            statement.execute("select 1 from customer where key = 'cus_deadlock' for update");
            changeSeats(plumbline, "cus_deadlock", 7).forEach(plumbline::deliver);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") > 0);
            statement.execute("select 1 from subject where id = 'cus_deadlock' for update");
            other.commit();
        }
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_deadlock")).isEqualTo(7);
        assertThat(count("select count(*) from subject where id = 'cus_deadlock' and state = 'LIVE' and attempts = 0"))
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("select deadlocks from pg_stat_database where datname = 'postgres'") > before);
    }

    @Test
    @DisplayName(
            "F-22 S-19 each connection frees its locks when we die, waits for no lock for long, and ingest for no statement")
    void asksTheServerToLetGo() {
        assertThat(setting("client_connection_check_interval")).isEqualTo("500ms");
        assertThat(setting("lock_timeout")).isEqualTo("3s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("1min");
        assertThat(setting("tcp_keepalives_idle")).isEqualTo("10");
    }

    /** Of the product's own connections. */
    private static String setting(String name) {
        return plumbline
                .bean(JdbcClient.class)
                .sql("select current_setting('" + name + "')")
                .query(String.class)
                .single();
    }

    private static List<Long> connections() throws SQLException {
        return plumbline
                .sql()
                .sql("select pid from pg_stat_activity where application_name = 'plumbline'")
                .query(Long.class)
                .list();
    }

    private static double notKept() {
        Counter counter = plumbline
                .bean(MeterRegistry.class)
                .find("plumbline.webhook.received")
                .tag("outcome", "not_kept")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static long count(String sql) {
        return plumbline.sql().sql(sql).query(Long.class).single();
    }

    private static void superuser(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL, "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
