package dev.plumbline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cases.Proof.Case;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table in docs/cases.md, made from what the tests of all modules say of themselves. */
class CasesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "cases.md");
    private static final int SHOWN = 8;

    /** Whatever else is missing, these are not. What is not in here comes with a later slice (docs/plan.md). */
    private static final Set<Case> NEEDED = union(List.of(range("F", 1, 42), range("F", 44, 78), range("S", 1, 28)));

    @Test
    @DisplayName("each case that must be proven is named by a test")
    void provesWhatMustBeProven() throws IOException {
        var missing = new TreeSet<>(NEEDED);
        missing.removeAll(proofs().keySet());
        assertThat(missing)
                .as("name the case in the @DisplayName or the comment of the test that proves it")
                .isEmpty();
    }

    @Test
    @DisplayName("each case that a test names is one that there is")
    void namesNoOther() throws IOException {
        assertThat(titles().keySet()).containsAll(proofs().keySet()).containsAll(NEEDED);
    }

    /** Write it anew with {@code -Dplumbline.cases.write=true}. */
    @Test
    @DisplayName("docs/cases.md is what the tests say")
    void isWrittenDown() throws IOException {
        String now = table(titles(), proofs());
        if (Boolean.getBoolean("plumbline.cases.write")) {
            Files.writeString(DOCUMENT, now);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/cases.md; if the change is meant: ./mvnw test -pl sync-worker -am -Dtest=CasesTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dplumbline.cases.write=true")
                .isEqualTo(now);
    }

    @Test
    @DisplayName(
            "the table reads what stands in the name, before the test and inside it, and ranges; of the right test")
    void readsTests() {
        String source = """
                class XTest {
                    @Test
                    @DisplayName("F%s1 S%s2 the first \\"one\\"")
                    void first() {
                        run(); // and F%s3
                    }

                    /** F%s4 to F%s6: a comment. */
                    @Test
                    void readsOn() {
                        run();
                    }

                    @Nested
                    @DisplayName("within")
                    class Within {
                        @BeforeEach
                        void prepares() {
                            run(); // S%s3
                        }

                        @Law("F%s7")
                        @Test
                        void makesADayOf23Hours() {
                            run();
                        }
                    }

                    @Test
                    void isAfterIt() {
                        run();
                    }
                }
                """.replace("%s", "-");
        Map<Case, List<Proof>> read = Proof.in("XTest", source);
        assertThat(read.keySet().stream().map(Case::toString))
                .containsExactly("F-1", "F-3", "F-4", "F-5", "F-6", "F-7", "S-2", "S-3");
        assertThat(read.get(new Case("F", 3))).containsExactly(new Proof("XTest", "the first \"one\""));
        assertThat(read.get(new Case("F", 5))).containsExactly(new Proof("XTest", "reads on"));
        assertThat(read.get(new Case("F", 7)))
                .as("of the nested test, not of the next one outside")
                .containsExactly(new Proof("XTest", "makes a day of 23 hours"));
        assertThat(read.get(new Case("S", 3))).as("what prepares it is no test").isEqualTo(read.get(new Case("F", 7)));
    }

    private static String table(Map<Case, String> titles, Map<Case, List<Proof>> proofs) {
        var text = new StringBuilder("""
                # Which test proves what

                Faults (F) and threats (S), and the tests that name them. Generated from the tests by `CasesTest`: do not edit; write it
                anew with `./mvnw test -pl sync-worker -am -Dtest=CasesTest -Dsurefire.failIfNoSpecifiedTests=false
                -Dplumbline.cases.write=true`. Several tests may prove parts of one case.

                | case | what happens | proven by |
                |---|---|---|
                """);
        titles.forEach((one, title) -> text.append("| ")
                .append(one)
                .append(" | ")
                .append(title)
                .append(" | ")
                .append(cell(proofs.getOrDefault(one, List.of())))
                .append(" |\n"));
        return text.toString();
    }

    private static String cell(List<Proof> proofs) {
        if (proofs.isEmpty()) {
            return "nothing yet";
        }
        var lines = new ArrayList<String>();
        proofs.stream()
                .limit(SHOWN)
                .forEach(proof -> lines.add("`" + proof.testClass() + "`"
                        + (proof.what().isEmpty() ? "" : " " + proof.what().replace("|", "\\|"))));
        if (proofs.size() > SHOWN) {
            lines.add("and " + (proofs.size() - SHOWN) + " more");
        }
        return String.join("<br>", lines);
    }

    private static Map<Case, List<Proof>> proofs() throws IOException {
        var proofs = new TreeMap<Case, List<Proof>>();
        for (Path test : tests()) {
            String name = test.getFileName().toString().replace(".java", "");
            if (name.equals("CasesTest")) {
                continue; // its examples prove nothing
            }
            Proof.in(name, Files.readString(test))
                    .forEach((one, more) ->
                            proofs.computeIfAbsent(one, _ -> new ArrayList<>()).addAll(more));
        }
        return proofs;
    }

    /** All of them, in an order that is the same everywhere. */
    private static List<Path> tests() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src").resolve("test").resolve("java"))
                    .filter(Files::isDirectory)
                    .flatMap(CasesTest::files)
                    .filter(file -> file.getFileName().toString().matches("\\w+(Test|IT)\\.java"))
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<Case, String> titles() throws IOException {
        var titles = new TreeMap<Case, String>();
        try (InputStream lines = CasesTest.class.getResourceAsStream("/cases.txt")) {
            new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> {
                        int space = line.indexOf(' ');
                        titles.put(Case.of(line.substring(0, 1), line.substring(2, space)), line.substring(space + 1));
                    });
        }
        return titles;
    }

    private static Set<Case> range(String kind, int from, int to) {
        return some(kind, IntStream.rangeClosed(from, to).toArray());
    }

    private static Set<Case> some(String kind, int... numbers) {
        var cases = new TreeSet<Case>();
        Arrays.stream(numbers).forEach(number -> cases.add(new Case(kind, number)));
        return cases;
    }

    private static Set<Case> union(List<Set<Case>> parts) {
        var all = new TreeSet<Case>();
        parts.forEach(all::addAll);
        return all;
    }
}
