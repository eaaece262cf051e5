package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whether what a README shows is still made by a test, and is there. */
class ScreenshotsTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "plumbline", "sync", "console");
    private static final List<Path> DOCUMENTS =
            List.of(Path.of("..", "README.md"), Path.of("..", "docs", "console.md"));
    private static final Pattern SHOWN = Pattern.compile("images/(console-[a-z-]+)\\.png");
    private static final Pattern TAKEN = Pattern.compile("shots\\s*\\.\\s*take(?:WhatIsThere)?\\(\\s*\"([a-z-]+)\"");

    @Test
    @DisplayName(
            "Every picture that a document shows is taken by a test and lies in docs/images; none lies there that nobody takes")
    void showsWhatThereIs() throws IOException {
        var taken = new TreeSet<String>();
        for (Path file : files(TESTS, ".java")) {
            TAKEN.matcher(Files.readString(file))
                    .results()
                    .forEach(one -> taken.add(Screenshots.PREFIX + one.group(1)));
        }
        var shown = new TreeSet<String>();
        for (Path document : DOCUMENTS) {
            SHOWN.matcher(Files.readString(document)).results().forEach(one -> shown.add(one.group(1)));
        }
        assertThat(shown).isNotEmpty();
        assertThat(taken).containsAll(shown);
        var lying = new TreeSet<String>();
        files(Screenshots.SHOWN, ".png")
                .forEach(file -> lying.add(file.getFileName().toString().replace(".png", "")));
        assertThat(lying).containsAll(shown);
        assertThat(taken).as("a picture that nobody takes grows old").containsAll(lying);
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }
}
