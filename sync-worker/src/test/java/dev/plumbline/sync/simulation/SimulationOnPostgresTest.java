package dev.plumbline.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.simulation.History.Ground;
import dev.plumbline.sync.simulation.Runs.Wrong;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The same histories on real PostgreSQL: production's own SQL under the very faults and interleavings, at the simulation's time.
 * One again with {@code -Dplumbline.simulation.seed=…}, more with {@code -Dplumbline.simulation.histories=…}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationOnPostgresTest {
    private static final int HISTORIES = 200;
    private static final int HAPPENINGS = 4;
    private static final int PLAYED_TWICE = 3;

    private List<SimulatedPostgres> databases = List.of();

    @BeforeAll
    void start() {
        Runs.hush();
        databases = List.of(new SimulatedPostgres(), new SimulatedPostgres());
    }

    @AfterAll
    void stop() throws SQLException {
        for (SimulatedPostgres database : databases) {
            database.close();
        }
        Runs.speak();
    }

    @Test
    @DisplayName(
            "F-1 F-3 F-4 F-5 F-6 F-7 F-8 F-9 F-10 F-11 F-12 F-15 F-16 F-17 F-20 F-23 F-25 F-67 F-69 F-75: on PostgreSQL, "
                    + "too, everybody ends with what the provider says and people decided")
    void endsRightWhateverHappens() {
        var tally = new Tally();
        long first = Runs.firstSeed();
        int histories = Runs.histories(HISTORIES);
        long began = System.nanoTime();
        List<Ground> grounds = List.copyOf(databases);
        List<Wrong> wrong = Runs.play(first, histories, HAPPENINGS, grounds.size(), grounds, Broken.NOTHING, tally);
        System.out.printf(
                "%,d histories on PostgreSQL, seeds %d to %d: %d wrong, in %d s%n%s",
                histories,
                first,
                first + histories - 1,
                wrong.size(),
                (System.nanoTime() - began) / 1_000_000_000,
                tally.table());
        assertThat(wrong)
                .withFailMessage(() -> wrong.size() + " of " + histories + " went wrong; the first is "
                        + Runs.story(wrong.getFirst(), HAPPENINGS, grounds.getFirst()))
                .isEmpty();
    }

    @Test
    @DisplayName("Invariant (e): the same seed gives the same on PostgreSQL, too")
    void givesTheSameForTheSameSeed() {
        long first = Runs.firstSeed();
        List<String> once = digests(first, databases.getFirst().asNew());
        assertThat(digests(first, databases.getLast().asNew()))
                .as("from seed " + first)
                .isEqualTo(once);
    }

    private static List<String> digests(long first, Ground database) {
        return LongStream.range(first, first + PLAYED_TWICE)
                .mapToObj(seed -> Runs.digest(seed, HAPPENINGS, database))
                .toList();
    }
}
