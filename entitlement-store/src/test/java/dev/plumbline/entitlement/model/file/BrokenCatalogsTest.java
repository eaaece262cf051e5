package dev.plumbline.entitlement.model.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are refused, and files that only look as if they should be. The first line of a broken one says where and
 * why; the text beside it has the whole messages, as people read them. {@code # published:} names the catalog that was
 * published before, {@code # now:} the time.
 *
 * <p>When a message changes and it is meant: run with {@code -Dplumbline.catalog.write=true} and read the diff.
 */
class BrokenCatalogsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "catalog");

    static Stream<Path> brokenFiles() throws IOException {
        return files("broken");
    }

    static Stream<Path> oddFiles() throws IOException {
        return files("odd");
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    /** Broken on purpose once: with the check of currencies taken out, 83 is read as valid and this fails. */
    @ParameterizedTest
    @MethodSource("brokenFiles")
    @DisplayName("M2, F-33: a broken file is refused at the place, with the words, that are written beside it")
    void refusesWhatIsBroken(Path file) throws IOException {
        var problems = problems(file);
        var places = problems.stream()
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.code())
                .collect(joining(", "));
        var messages = problems.stream()
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.code() + " "
                        + problem.pointer().replaceFirst("^$", "(the file)") + "\n  " + problem.message() + "\n")
                .collect(joining());
        if (Boolean.getBoolean("plumbline.catalog.write")) {
            write(file, places, messages);
        }
        assertThat(places).as(messages).isNotEmpty().isEqualTo(header(file, "expect"));
        assertThat(messages).isEqualTo(Files.readString(messagesOf(file)));
    }

    @ParameterizedTest
    @MethodSource("oddFiles")
    void readsWhatOnlyLooksWrong(Path file) throws IOException {
        assertThat(CatalogFile.read(Files.readAllBytes(file))).isInstanceOf(CatalogFile.Valid.class);
    }

    @Test
    void hasABrokenFileForEverythingItRefuses() throws IOException {
        var refused = new HashSet<String>();
        for (var file : brokenFiles().toList()) {
            problems(file).forEach(problem -> refused.add(problem.code()));
        }
        assertThat(refused)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
        assertThat(brokenFiles()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void namesAPlaceAndACureInEveryMessage() throws IOException {
        for (var file : brokenFiles().toList()) {
            assertThat(problems(file)).as(file.toString()).allSatisfy(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message())
                        .containsPattern("[;:,?] |write|add|remove|keep|mend|put|Write|Say")
                        .hasSizeBetween(14, 300);
            });
        }
    }

    @Test
    void refusesUtf16() {
        var problems = read("format: 1".getBytes(UTF_16));
        assertThat(problems).extracting(Problem::code).containsExactly(ProblemCode.WRONG_ENCODING.name());
    }

    private static List<Problem> read(byte[] file) {
        return problems(CatalogFile.read(file));
    }

    private static List<Problem> problems(Path file) throws IOException {
        var published = header(file, "published");
        return published == null
                ? read(Files.readAllBytes(file))
                : problems(CatalogFile.readAgainst(
                        Files.readString(file),
                        model(published),
                        Instant.parse(Objects.requireNonNull(header(file, "now")))));
    }

    private static Model model(String name) throws IOException {
        return Catalogs.model(Files.readString(FOLDER.resolve(name)));
    }

    private static List<Problem> problems(CatalogFile.Read read) {
        return read instanceof CatalogFile.Invalid(var problems) ? problems : List.of();
    }

    /** Null when the file has no such line. Read byte by byte, for not every file is UTF-8. */
    private static @Nullable String header(Path file, String name) throws IOException {
        var mark = "# " + name + ": ";
        return Files.readString(file, ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith(mark))
                .findFirst()
                .map(line -> line.substring(mark.length()))
                .orElse(null);
    }

    private static Path messagesOf(Path file) {
        return Path.of(file.toString().replace(".yaml", ".txt"));
    }

    private static void write(Path file, String places, String messages) {
        try {
            var text = Files.readString(file, ISO_8859_1);
            var rest = text.substring(text.indexOf('\n'));
            Files.writeString(file, "# expect: " + places + rest, ISO_8859_1);
            Files.writeString(messagesOf(file), messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
