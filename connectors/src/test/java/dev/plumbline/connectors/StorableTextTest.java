package dev.plumbline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("F-33 what PostgreSQL refuses never reaches it")
class StorableTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "Ærø & Søn", "smile 😀", "tab\tand\nline", "\uFFFF"})
    void leavesGoodTextAlone(String text) {
        assertThat(StorableText.is(text)).isTrue();
        assertThat(StorableText.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({"NUL,a|b", "HIGH,a|b", "LOW,a|b", "HIGH,|", "LOW,|"})
    void replacesWhatCannotBeKept(String bad, String around) {
        String text = around.replace(
                '|',
                switch (bad) {
                    case "NUL" -> '\0';
                    case "HIGH" -> '\uD83D';
                    default -> '\uDE00';
                });

        assertThat(StorableText.is(text)).isFalse();
        assertThat(StorableText.of(text)).isEqualTo(around.replace('|', '\uFFFD'));
    }
}
