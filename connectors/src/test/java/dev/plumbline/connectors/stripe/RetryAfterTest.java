package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "5, PT5S",
        "999999999, PT1H",
        "'Sun, 22 Nov 2026 10:00:30 GMT', PT30S",
        "'Sun, 22 Nov 2026 09:00:00 GMT', PT0S",
        "'Sun, 22 Nov 2099 09:00:00 GMT', PT1H",
        "-5,",
        "1.5,",
        "99999999999999999999,",
        "soon,",
        "'',",
        ",",
    })
    void understandsSecondsAndDates(@Nullable String header, @Nullable Duration wait) {
        assertThat(RetryAfter.read(header, Instant.parse("2026-11-22T10:00:00Z")))
                .isEqualTo(wait);
    }
}
