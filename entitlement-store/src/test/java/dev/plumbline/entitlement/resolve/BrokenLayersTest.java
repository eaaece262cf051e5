package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws are worth what they find: each layer is replaced by one with a fault, and the law that forbids the fault has to fail. It
 * prints which case of which seed shows it; the same case holds with the whole layer.
 */
class BrokenLayersTest {
    private static final int CASES = 3_000;
    private static final long SEED = 20_261_122;

    static List<Broken> faults() {
        return Broken.ALL;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void areSeen(Broken broken) {
        var random = new SplittableRandom(SEED);
        for (var i = 0; i < CASES; i++) {
            var seed = random.nextLong();
            var example = broken.law().example(seed);
            var how = broken.law().broken(broken.answers(), example, seed);
            if (how != null) {
                assertThat(broken.law().broken(Answers.OURS, example, seed))
                        .as("the same case with the whole layer")
                        .isNull();
                System.out.println(broken + "; case " + i + " of " + SEED + ", seed " + seed);
                return;
            }
        }
        throw new AssertionError("Nobody noticed: " + broken);
    }

    @Test
    void areThereForEveryLayer() {
        assertThat(Broken.ALL.stream()
                        .map(broken -> broken.layer().substring(0, 1))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("1 2 3 4 5 6 7 8 9".split(" ", -1)).toList());
    }

    @Test
    void areThereForEveryLaw() {
        assertThat(Broken.ALL.stream().map(Broken::law).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        LawsOfTime.ANY_ORDER,
                        LawsOfTime.CONSTANT,
                        LawsOfMore.ONE_MORE,
                        LawsOfMore.HIGHER_LIMIT,
                        LawsOfMore.LONGER_GRACE,
                        LawsOfMore.DENY,
                        LawsOfReasons.SOURCE,
                        LawsOfReasons.REASON,
                        LawsOfReasons.EXPLAINED,
                        LawsOfReasons.RE_EVALUATED,
                        LawsOfUsage.DOWNGRADE);
    }
}
