package dev.plumbline.entitlement.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/catalog.md, the reference for people who write catalogs. Its tables of codes are written by
 * {@code -Dplumbline.catalog.write=true}.
 */
class CatalogReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "catalog.md");

    @Test
    @DisplayName("docs/catalog.md has every code, in the words of the code")
    void hasEveryCode() throws IOException {
        var text = Files.readString(REFERENCE);
        var now = with(text, "problems", problems());
        now = with(now, "cautions", cautions());
        if (Boolean.getBoolean("plumbline.catalog.write")) {
            Files.writeString(REFERENCE, now);
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(now);
    }

    private static String problems() {
        return Arrays.stream(ProblemCode.values())
                .map(code -> row(code.name(), code.what(), code.mend()))
                .collect(Collectors.joining());
    }

    private static String cautions() {
        return Arrays.stream(Caution.Code.values())
                .map(code -> row(code.name(), code.what(), code.mend()))
                .collect(Collectors.joining());
    }

    private static String row(String code, String what, String mend) {
        return "| `" + code + "` | " + what + " | " + mend + " |\n";
    }

    private static String with(String text, String mark, String rows) {
        var begin = text.indexOf("|---|---|---|\n", text.indexOf("<!-- " + mark + " -->")) + 14;
        var end = text.indexOf("\n<!-- /" + mark + " -->");
        assertThat(begin).isBetween(20, end);
        return text.substring(0, begin) + rows + text.substring(end);
    }

    @Test
    void namesEveryKeyOfTheSchema() throws IOException {
        var text = Files.readString(REFERENCE);
        var missing = new TreeSet<String>();
        keys(JsonMapper.shared().readTree(Files.readString(Path.of("..", "schema", "catalog-1.json"))), missing);
        assertThat(missing).hasSizeGreaterThan(60);
        missing.removeIf(
                key -> Pattern.compile("\\b" + key + "\\b").matcher(text).find());
        assertThat(missing).isEmpty();
    }

    private static void keys(JsonNode node, Set<String> into) {
        node.path("properties").properties().forEach(entry -> into.add(entry.getKey()));
        node.forEach(child -> keys(child, into));
    }

    @Test
    void hasAnExampleThatIsRead() throws IOException {
        var text = Files.readString(REFERENCE);
        var example = text.substring(text.indexOf("```yaml\n") + 8, text.indexOf("\n```\n"));
        assertThat(CatalogFile.read(example.getBytes(StandardCharsets.UTF_8))).isInstanceOf(CatalogFile.Valid.class);
    }

    @Test
    void fitsAnEveningsReading() throws IOException {
        assertThat(Files.readAllLines(REFERENCE)).hasSizeLessThan(250);
    }
}
