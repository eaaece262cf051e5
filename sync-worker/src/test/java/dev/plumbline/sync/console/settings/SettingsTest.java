package dev.plumbline.sync.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the page says that usually holds is what the code takes when nobody sets it. */
class SettingsTest {
    @Test
    @DisplayName(
            "Every setting that is shown is read somewhere, with the value that is shown as the usual one; none is a secret")
    void saysWhatTheCodeTakes() throws IOException {
        String source = source(Path.of("src", "main", "java"))
                + source(Path.of("..", "entitlement-store", "src", "main", "java"));
        var wrong = new ArrayList<String>();
        for (Setting setting : Settings.ALL) {
            String last = setting.property().substring(setting.property().lastIndexOf('.') + 1);
            String field = camel(last);
            boolean asValue = source.contains("${" + setting.property() + ":" + setting.usual() + "}");
            boolean asDefault = source.contains("@DefaultValue(\"" + setting.usual() + "\")")
                    && source.matches("(?s).*@DefaultValue\\(\"" + java.util.regex.Pattern.quote(setting.usual())
                            + "\"\\) [\\w.]+ " + field + "[,)].*");
            if (!asValue && !asDefault) {
                wrong.add(setting.property() + " is not " + setting.usual());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(Settings.ALL)
                .extracting(Setting::property)
                .doesNotHaveDuplicates()
                .noneMatch(property -> property.matches(".*(key|secret|password|token)s?$"));
        assertThat(Settings.ALL.getFirst().variable()).isEqualTo("PLUMBLINE_HOLD_CUSTOMERS");
    }

    private static String camel(String dashed) {
        var camel = new StringBuilder();
        for (String word : dashed.split("-", -1)) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    private static String source(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            var all = new StringBuilder();
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path file : java) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
