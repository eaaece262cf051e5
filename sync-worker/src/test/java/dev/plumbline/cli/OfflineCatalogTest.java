package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of a file that need no server: for an editor, a hook, CI. */
class OfflineCatalogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        file = folder.resolve("catalog.yaml");
        try (InputStream harbor = OfflineCatalogTest.class.getResourceAsStream("/demo/harbor.yaml")) {
            Files.write(file, Objects.requireNonNull(harbor).readAllBytes());
        }
    }

    private Typed catalog(String... arguments) {
        return Typed.nowhere(
                Stream.concat(Stream.of("catalog"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void edit(String what, String into) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(what), into));
    }

    @Test
    void saysThatAFileIsValid() {
        Typed typed = catalog("validate", file.toString());

        assertThat(typed.exit()).isZero();
        assertThat(typed.err()).contains("valid: " + file + ", 6 features, 4 plans");
        assertThat(typed.out()).isEmpty();
        assertThat(catalog("validate", file.toString(), "--quiet").err()).isEmpty();
        assertThat(catalog("validate", file.toString(), "--json")
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("03: what is wrong is named with file, line and column, as editors open it")
    void namesThePlaceOfEveryProblem() throws IOException {
        edit("seats: 1", "saets: 1");
        edit("support: email", "support: letter");
        Typed typed = catalog("validate", file.toString());

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith(file + ":") && line.contains(" (UNKNOWN_FEATURE)"))
                .anyMatch(line -> line.startsWith(file + ":") && line.contains(" (UNKNOWN_LEVEL)"));
        assertThat(typed.err()).contains("has 2 problems").contains("mend: ");

        Typed json = catalog("validate", file.toString(), "--json");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json().path("valid").asBoolean()).isFalse();
        assertThat(json.json().at("/errors/0/line").asInt()).isPositive();
        assertThat(json.json().at("/errors/0/code").asString()).isEqualTo("UNKNOWN_FEATURE");
    }

    @Test
    @DisplayName("M2 an edit of a published version is caught offline, with its place; a new version is not one")
    void catchesAnEditOfWhatIsLocked() throws IOException {
        assertThat(catalog("lock", file.toString()).exit()).isZero();
        Path lock = folder.resolve("catalog.lock");
        assertThat(lock).content().contains("plan team@1 sha256:");
        assertThat(catalog("lock", file.toString()).err()).contains("says so already");
        assertThat(catalog("validate", file.toString()).exit()).isZero();

        edit("{ limit: 200, window", "{ limit: 100, window");
        Typed typed = catalog("validate", file.toString());
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out())
                .contains("FROZEN_VERSION_CHANGED")
                .contains("team@1")
                .startsWith(file + ":");
        assertThat(catalog("validate", file.toString(), "--lock", lock.toString())
                        .exit())
                .isEqualTo(1);

        Typed again = catalog("lock", file.toString());
        assertThat(again.exit())
                .as("a lock is not written anew to hide an edit")
                .isEqualTo(1);
        assertThat(again.err()).contains("team@1");

        // Elsewhere, without the lock, nobody knows: the guard is the lock, and it can be broken.
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("catalog.yaml");
        Files.copy(file, elsewhere);
        assertThat(catalog("validate", elsewhere.toString()).exit()).isZero();
    }

    @Test
    void locksWhatIsNewBesideWhatWasLocked() throws IOException {
        catalog("lock", file.toString());
        edit("  business:\n", "  extra:\n    versions: [ { version: 1, billing: { manual: [] } } ]\n  business:\n");

        assertThat(catalog("validate", file.toString()).exit()).isZero();
        assertThat(catalog("lock", file.toString()).exit()).isZero();
        assertThat(folder.resolve("catalog.lock"))
                .content()
                .contains("plan extra@1")
                .contains("plan team@1");
    }

    @Test
    void saysWhatALockIsNot() throws IOException {
        Files.writeString(folder.resolve("catalog.lock"), "<<<<<<< mine\n");
        Typed typed = catalog("validate", file.toString());

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("catalog.lock:1: ").contains("merge conflict");
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(catalog("validate", folder.resolve("none.yaml").toString()).err())
                .contains("There is no file")
                .contains("mend: ");
        assertThat(catalog("lock", folder.resolve("none.yaml").toString()).exit())
                .isEqualTo(1);
        assertThat(catalog("validate", folder.toString()).exit()).isEqualTo(1);
    }

    @Test
    @DisplayName("Without a name it is the file that the server publishes")
    void takesTheConfiguredFile() {
        Typed typed = new Typed.At().with("PLUMBLINE_CATALOG", file.toString()).type("catalog", "validate");

        assertThat(typed.err()).contains("valid: " + file);
    }

    @Test
    void survivesBytesThatAreNoText() throws IOException {
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28, 0, 1, 2});
        assertThat(catalog("validate", file.toString()).exit()).isEqualTo(1);
        Files.writeString(file, "\u001B]0;title\u0007: [\n", StandardCharsets.UTF_8);
        Typed typed = catalog("validate", file.toString());
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out() + typed.err()).doesNotContain("\u001B").doesNotContain("\u0007");
    }

    @Test
    void printsTheSchema() {
        Typed typed = catalog("schema");

        assertThat(typed.exit()).isZero();
        assertThat(typed.json().path("title").asString()).isEqualTo("Plumbline catalog, format 1");
    }
}
