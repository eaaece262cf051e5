package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.CutLine;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database crashes at any moment of a node's start: of those that there are some are tried, {@code -Dplumbline.cut.moments=40} of
 * each kind, {@code -Dplumbline.seed=…} for the same ones again.
 *
 * <p>Looked for after a node of ChaosIT had ended by itself. Without patience in {@link MigratedDatabase} five
 * moments of six ended a start; with Flyway's own lock a crash at a commit left a database that no node could start on.
 */
class CutWhileStartingTest {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
    private static final int MOMENTS = Integer.getInteger("plumbline.cut.moments", 2);
    private static final Duration AWAY = Duration.ofMillis(1_500);
    private static final String ANYTHING = "";
    private static final String COMMIT = "COMMIT";

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<String> gaveUp = new ArrayList<>();

    @AfterEach
    void nobodyGaveUp() {
        assertThat(gaveUp).as("seed " + SEED).isEmpty();
    }

    @Test
    @DisplayName("F-18 F-19 a node that starts while the database goes away is there when the database is")
    void startsWheneverTheLineIsCut() {
        String database = TestPostgres.emptyDatabase();
        said(database, ANYTHING);
        moments(said(database, ANYTHING)).forEach(moment -> start(database, ANYTHING, moment));
    }

    @Test
    @DisplayName(
            "F-18 F-26 a database that crashes while it is migrated is migrated by the same start, whichever commit it was")
    void migratesWheneverTheLineIsCut() {
        long commits = said(TestPostgres.emptyDatabase(), COMMIT);
        moments(commits).forEach(moment -> start(TestPostgres.emptyDatabase(), COMMIT, moment));
    }

    /** How many things a start says that nobody disturbs. */
    private static long said(String database, String counted) {
        try (var line = new CutLine(port(database), counted, Long.MAX_VALUE, AWAY);
                var _ = started(database, line)) {
            return line.said();
        }
    }

    private void start(String database, String counted, long moment) {
        try (var line = new CutLine(port(database), counted, moment, AWAY);
                var _ = started(database, line)) {
            assertThat(revisions(database)).isOne();
        } catch (RuntimeException failure) {
            gaveUp.add("cut after " + counted + " " + moment + ": " + failure);
        }
    }

    /** By a line of its own. */
    private static long revisions(String database) {
        return JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""))
                .sql("select count(*) from model_revision")
                .query(Long.class)
                .single();
    }

    private static RunningPlumbline started(String database, CutLine line) {
        String cut = database.replace(":" + port(database) + "/", ":" + line.port() + "/");
        return RunningPlumbline.start(options -> options.on(cut));
    }

    private LongStream moments(long said) {
        return random.longs(MOMENTS, 1, said + 1);
    }

    private static int port(String database) {
        return URI.create(database.substring("jdbc:".length())).getPort();
    }
}
