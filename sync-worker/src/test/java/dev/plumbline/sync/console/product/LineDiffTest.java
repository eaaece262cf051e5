package dev.plumbline.sync.console.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.console.product.LineDiff.Kind;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    private static List<String> shown(String before, String after) {
        return LineDiff.between(before, after).stream()
                .map(line -> line.mark() + line.text())
                .toList();
    }

    @Test
    void showsWhatWentAndCameWithThreeLinesAroundIt() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10";
        assertThat(shown(before, before.replace("6\n", "six\n")))
                .containsExactly("⋯", " 3", " 4", " 5", "-6", "+six", " 7", " 8", " 9");
        assertThat(shown(before, before)).isEmpty();
        assertThat(shown("", "a\nb")).containsExactly("+a", "+b");
        assertThat(shown("a\nb", "b")).containsExactly("-a", " b");
    }

    @Test
    void isAPatch() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String before = text(random);
            String after = text(random);
            List<LineDiff.Line> lines = LineDiff.between(before, after);
            long gone = lines.stream().filter(line -> line.kind() == Kind.WENT).count();
            long come = lines.stream().filter(line -> line.kind() == Kind.CAME).count();
            assertThat(before.lines().count() - gone + come)
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(after.lines().count());
            assertThat(lines.isEmpty()).isEqualTo(before.equals(after));
        }
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(_ -> "line " + random.nextInt(4))
                .collect(Collectors.joining("\n"));
    }
}
