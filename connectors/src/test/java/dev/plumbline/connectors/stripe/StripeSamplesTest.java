package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.connectors.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Payloads nobody here wrote, of many API versions. They lie beside the repository and are not part of it. */
@DisplayName("F-36 real events of every version are read")
class StripeSamplesTest {
    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples", "stripe");

    @Test
    void readsEverySample() throws IOException {
        List<Hint> hints = samples().stream().map(StripeHints::read).toList();

        List<Hint.Event> events = events(hints);
        Map<String, Long> whom = events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.concerns().getClass().getSimpleName(), TreeMap::new, Collectors.counting()));
        System.out.println("Of " + hints.size() + " samples " + events.size() + " are events: " + whom);
        assertThat(events).hasSizeGreaterThanOrEqualTo(84);
        assertThat(whom.getOrDefault("Customer", 0L))
                .as("more than half of the events name their customer")
                .isGreaterThan(events.size() / 2);
        assertThat(whom.getOrDefault("Catalogue", 0L)).isGreaterThanOrEqualTo(12);
        assertThat(whom.getOrDefault("ObjectOf", 0L)).isGreaterThanOrEqualTo(9);
    }

    @Test
    void readsTheModeAndTimeOfEverySampleEvent() throws IOException {
        assertThat(events(samples().stream().map(StripeHints::read).toList())).allSatisfy(event -> {
            assertThat(event.mode()).isNotNull();
            assertThat(event.created()).isNotNull();
        });
    }

    private static List<Hint.Event> events(List<Hint> hints) {
        return hints.stream()
                .filter(Hint.Event.class::isInstance)
                .map(Hint.Event.class::cast)
                .toList();
    }

    private static List<byte[]> samples() throws IOException {
        assumeTrue(
                Files.isDirectory(SAMPLES),
                "The samples are not here: " + SAMPLES.toAbsolutePath().normalize());
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            List<Path> json =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            return json.stream().map(StripeSamplesTest::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
