package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Links of the templates, as they are written. */
class LinksTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern LINK = Pattern.compile("@\\{/[^(\"}]*\\{[^\"]*\"");
    private static final Pattern NOT_A_SEGMENT = Pattern.compile("@\\{/[^(\"]*/\\{[a-zA-Z]");

    @Test
    @DisplayName(
            "S-16: a key with a slash in it stays one segment of a path: {/key}, for {key} leaves the slash as it is")
    void keepsAKeyInOneSegment() throws IOException {
        List<String> links = links();
        assertThat(links).hasSizeGreaterThan(100);
        // With {c} the page of a customer called a/b was 404 from every list (seen).
        assertThat(links).noneMatch(link -> NOT_A_SEGMENT.matcher(link).find());
    }

    private static List<String> links() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.flatMap(file -> LINK.matcher(read(file)).results().map(MatchResult::group))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
