package dev.plumbline.sync.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private final Words words = new Words(NOW);

    @Test
    void saysHowFarAwayInOneUnit() {
        assertThat(words.away(NOW.plus(Duration.ofDays(5)))).isEqualTo("in 5 days");
        assertThat(words.away(NOW.minus(Duration.ofMinutes(3)))).isEqualTo("3 min ago");
        assertThat(words.away(NOW.plus(Duration.ofHours(30)))).isEqualTo("in 30 h");
        assertThat(words.away(null)).isEmpty();
    }

    @Test
    void writesMoneyWithTheDigitsOfItsCurrencyAndNeverZeroForUnknown() {
        assertThat(words.money(120_000, "EUR")).isEqualTo("1,200.00 EUR");
        assertThat(words.money(1_200, "JPY")).isEqualTo("1,200 JPY");
        assertThat(words.money(null, "EUR")).isEqualTo("unknown");
        assertThat(words.money(5, "XQQ")).isEqualTo("0.05 XQQ");
    }

    @Test
    void drawsABarThatNeverLeavesItsBox() {
        assertThat(words.share(new BigDecimal("1"), new BigDecimal("1000"))).isEqualTo(1);
        assertThat(words.share(new BigDecimal("500"), new BigDecimal("300"))).isEqualTo(100);
        assertThat(words.share(new BigDecimal("-5"), new BigDecimal("300"))).isZero();
        assertThat(words.share(new BigDecimal("5"), BigDecimal.ZERO)).isEqualTo(100);
        assertThat(words.share(BigDecimal.ZERO, BigDecimal.ZERO)).isZero();
    }

    @Test
    void readsTimesAsABrowserWritesThem() {
        assertThat(Moments.read("2026-12-01T06:30")).isEqualTo("2026-12-01T06:30:00Z");
        assertThat(Moments.read("2026-12-01")).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(Moments.read("2026-12-01T06:30:00+01:00")).isEqualTo("2026-12-01T05:30:00Z");
        assertThat(Moments.read("  ")).isNull();
        assertThat(Moments.forField(Instant.parse("2026-12-01T06:30:59Z"))).isEqualTo("2026-12-01T06:30");
    }
}
