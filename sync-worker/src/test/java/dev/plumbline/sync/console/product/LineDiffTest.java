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
    void isTheShortestPatch() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            List<String> before = text(random).lines().toList();
            List<String> after = text(random).lines().toList();
            List<LineDiff.Line> lines = LineDiff.between(String.join("\n", before), String.join("\n", after));
            String as = "seed %s, round %s: %s %s".formatted(seed, round, before, after);
            assertThat(isPart(of(lines, Kind.WENT), before)).as(as).isTrue();
            assertThat(isPart(of(lines, Kind.CAME), after)).as(as).isTrue();
            int common = common(before, after);
            assertThat(count(lines, Kind.WENT)).as(as).isEqualTo(before.size() - common);
            assertThat(count(lines, Kind.CAME)).as(as).isEqualTo(after.size() - common);
            assertThat(lines.isEmpty()).as(as).isEqualTo(before.equals(after));
        }
    }

    /** With what stayed beside it: in this order it stands in the text. */
    private static List<String> of(List<LineDiff.Line> lines, Kind kind) {
        return lines.stream()
                .filter(line -> line.kind() == kind || line.kind() == Kind.SAME)
                .map(LineDiff.Line::text)
                .toList();
    }

    private static boolean isPart(List<String> some, List<String> text) {
        int next = 0;
        for (String line : text) {
            if (next < some.size() && some.get(next).equals(line)) {
                next++;
            }
        }
        return next == some.size();
    }

    private static int count(List<LineDiff.Line> lines, Kind kind) {
        return (int) lines.stream().filter(line -> line.kind() == kind).count();
    }

    /** The longest common part, by the definition. */
    private static int common(List<String> a, List<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        var restOfA = a.subList(1, a.size());
        var restOfB = b.subList(1, b.size());
        return a.getFirst().equals(b.getFirst())
                ? 1 + common(restOfA, restOfB)
                : Math.max(common(restOfA, b), common(a, restOfB));
    }

    @Test
    void showsWhatTurnsTextAround() {
        assertThat(shown("seats: 5", "seats: 5 # \u202E0 \u2066"))
                .containsExactly("-seats: 5", "+seats: 5 # ⟨U+202E⟩0 ⟨U+2066⟩");
    }

    @Test
    void findsTwoChangesFarApartInALongFile() {
        List<String> lines =
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList();
        String before = String.join("\n", lines);
        assertThat(shown(before, before.replace("line 5\n", "").replace("line 19990", "other")))
                .as("the table of all pairs was too large, and both files were told of whole")
                .containsExactly(
                        "⋯",
                        " line 2",
                        " line 3",
                        " line 4",
                        "-line 5",
                        " line 6",
                        " line 7",
                        " line 8",
                        "⋯",
                        " line 19987",
                        " line 19988",
                        " line 19989",
                        "-line 19990",
                        "+other",
                        " line 19991",
                        " line 19992",
                        " line 19993");
    }

    @Test
    void tellsOfTheFirstTwoThousandLinesOfFilesWithoutACommonOne() {
        String before = text("a", 500_000);
        String after = text("b", 500_000);
        List<LineDiff.Line> lines = LineDiff.between(before, after);
        assertThat(lines).as("a million lines were shown").hasSize(2_001);
        assertThat(lines.getLast().text()).isEqualTo("998000 more that went or came: compare the files themselves");
        assertThat(LineDiff.between("\n".repeat(1_000_000), "\n".repeat(1_000))).hasSize(2_001);
        assertThat(LineDiff.between(text("a", 1_500) + text("same", 3_000), text("b", 1_500) + text("same", 3_000)))
                .as("what is alike around it is not told of, though the rest is")
                .hasSize(2_001);
    }

    private static String text(String begins, int lines) {
        return IntStream.range(0, lines).mapToObj(i -> begins + i + "\n").collect(Collectors.joining());
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(_ -> "line " + random.nextInt(4))
                .collect(Collectors.joining("\n"));
    }
}
