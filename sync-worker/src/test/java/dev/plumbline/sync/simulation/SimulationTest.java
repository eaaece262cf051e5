package dev.plumbline.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.ModelRevision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Replay one history with {@code -Dplumbline.seed=…}, play more with {@code -Dplumbline.histories=…}. The second test is the proof that the
 * first one can fail: it plays with a guard missing.
 */
class SimulationTest {
    private static final int HISTORIES = Integer.getInteger("plumbline.histories", 500);
    private static final long FIRST = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);

    /** Histories in which a missing guard is known to show: a proof by chance would fail by chance. */
    private static final long KNOWN = 212_861_959_855_811L;

    private final ModelRevision model = model();

    @Test
    @DisplayName(
            "F-2 F-3 F-10 F-11 F-12 F-16: whatever the order, the doubling and the stalls, everybody ends with what the provider says")
    void endsRightWhateverHappens() {
        List<String> wrong = play(InMemoryStore.Broken.NOTHING, FIRST);
        System.out.printf("%d histories from seed %d: %d wrong%n", histories(), FIRST, wrong.size());
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("The simulation notices when the fence, the conditional clear or the asking by id is missing")
    void noticesWhatIsMissing() {
        List<String> withoutFence = play(new InMemoryStore.Broken(true, false, false, false), KNOWN);
        List<String> clearedAlways = play(new InMemoryStore.Broken(false, true, false, false), KNOWN);
        List<String> neverAskedById = play(new InMemoryStore.Broken(false, false, false, true), KNOWN);
        System.out.printf(
                "of %d histories: %d wrong without the fence, %d when dirty is always cleared, %d when lists are believed%n",
                histories(), withoutFence.size(), clearedAlways.size(), neverAskedById.size());
        assertThat(withoutFence).as("wrong ends without a fence").isNotEmpty();
        assertThat(clearedAlways)
                .as("wrong ends when a newer mark is cleared, too")
                .isNotEmpty();
        assertThat(neverAskedById)
                .as("wrong ends when what a list leaves out is not asked for by its id")
                .isNotEmpty();
    }

    private List<String> play(InMemoryStore.Broken broken, long first) {
        return LongStream.range(first, first + histories())
                .mapToObj(seed -> new History(seed, model, broken).play())
                .flatMap(Optional::stream)
                .toList();
    }

    private static int histories() {
        return System.getProperty("plumbline.seed") == null ? HISTORIES : 1;
    }

    private static ModelRevision model() {
        try (InputStream file = SimulationTest.class.getResourceAsStream("/demo/harbor.yaml")) {
            String source = new String(java.util.Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return switch (CatalogFile.read(source)) {
                case CatalogFile.Valid(var valid) ->
                    new ModelRevision(1, source, "", Instant.EPOCH, "test", null, valid);
                case CatalogFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
            };
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
