package dev.plumbline.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.sync.simulation.History.Ground;
import dev.plumbline.sync.simulation.Runs.Wrong;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of hostile histories in memory. Play one again with {@code -Dplumbline.simulation.seed=…}, play more with
 * {@code -Dplumbline.simulation.histories=…}. The second test is the proof that the first one can fail: it plays with one rule broken.
 */
@Tag("thousands")
class SimulationTest {
    private static final int HISTORIES = 10_000;
    private static final int HAPPENINGS = 8;
    private static final int THREADS = 2;
    private static final int OF_EACH_BROKEN = Integer.getInteger("plumbline.simulation.broken", 300);
    /** Where a rule is broken, so many are played at a time until one of them goes wrong. */
    private static final int AT_ONCE = 10;

    private static final int PLAYED_TWICE = 50;

    /** Histories in which a broken rule is known to show: a proof by chance would fail by chance. */
    private static final long KNOWN = 212_861_959_855_811L;

    private static final List<ModelRevision> MODELS = Catalogs.models();
    private static final Ground MEMORY =
            (clock, hazards, broken) -> new InMemoryStorage(clock, hazards, MODELS, broken);

    @BeforeAll
    static void hush() {
        Runs.hush();
    }

    @AfterAll
    static void speak() {
        Runs.speak();
    }

    @Test
    @DisplayName(
            "F-1 F-2 F-3 F-4 F-5 F-6 F-7 F-8 F-9 F-10 F-11 F-12 F-15 F-16 F-17 F-20 F-23 F-25 F-65 F-66 F-67 F-69 F-75: "
                    + "whatever happens, everybody ends with what the provider says and people decided")
    void endsRightWhateverHappens() {
        var tally = new Tally();
        long first = Runs.firstSeed();
        int histories = Runs.histories(HISTORIES);
        long began = System.nanoTime();
        List<Wrong> wrong = Runs.play(first, histories, HAPPENINGS, THREADS, List.of(MEMORY), Broken.NOTHING, tally);
        System.out.printf(
                "%,d histories in memory, seeds %d to %d: %d wrong, in %d s%n%s",
                histories,
                first,
                first + histories - 1,
                wrong.size(),
                (System.nanoTime() - began) / 1_000_000_000,
                tally.table());
        assertThat(wrong)
                .withFailMessage(() -> wrong.size() + " of " + histories + " went wrong; the first is "
                        + Runs.story(wrong.getFirst(), HAPPENINGS, MEMORY))
                .isEmpty();
        if (histories >= 1_000) {
            assertThat(tally.missing()).as("what never happened").isEmpty();
        }
    }

    @Test
    @DisplayName("Invariant (e): the same seed gives the same, step by step and in all that is stored")
    void givesTheSameForTheSameSeed() {
        long first = Runs.firstSeed();
        List<Long> seeds =
                IntStream.range(0, PLAYED_TWICE).mapToObj(n -> first + n).toList();
        List<String> once = seeds.stream()
                .map(seed -> Runs.digest(seed, HAPPENINGS, MEMORY))
                .toList();
        List<String> again = seeds.parallelStream()
                .map(seed -> Runs.digest(seed, HAPPENINGS, MEMORY))
                .toList();
        assertThat(again).as("from seed " + first).isEqualTo(once);
        assertThat(once).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "Each broken rule is noticed: no fence, unconditional clear, facts before the lock, no dedupe, 200 before the "
                    + "commit, lists believed")
    void noticesEveryBrokenRule() {
        assumeFalse(Runs.isReplay(), "one history is played again");
        var rates = new ArrayList<String>();
        var unnoticed = new ArrayList<Broken>();
        int most = 0;
        for (Broken broken : EnumSet.complementOf(EnumSet.of(Broken.NOTHING))) {
            int wrong = 0;
            int played = 0;
            while (wrong == 0 && played < OF_EACH_BROKEN) {
                wrong = wrong(broken, played, AT_ONCE);
                played += AT_ONCE;
            }
            most = Math.max(most, played);
            rates.add(broken.words + " " + wrong + " of the last " + AT_ONCE + " of " + played);
            if (wrong == 0) {
                unnoticed.add(broken);
            }
        }
        int whole = wrong(Broken.NOTHING, 0, most);
        rates.add(Broken.NOTHING.words + " " + whole + " of the same " + most);
        System.out.printf("wrong: %s%n", String.join(", ", rates));
        assertThat(unnoticed).as("broken and not noticed").isEmpty();
        assertThat(whole).as("whole and wrong").isZero();
    }

    /** How many of the known histories go wrong. */
    private static int wrong(Broken broken, int from, int histories) {
        return Runs.play(KNOWN + from, histories, HAPPENINGS, THREADS, List.of(MEMORY), broken, new Tally())
                .size();
    }
}
