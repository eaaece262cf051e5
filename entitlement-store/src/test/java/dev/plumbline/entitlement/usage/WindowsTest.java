package dev.plumbline.entitlement.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.resolve.Law;
import dev.plumbline.entitlement.resolve.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final List<Period> LENGTHS =
            List.of(Period.ofDays(1), Period.ofDays(7), Period.ofMonths(1), Period.ofMonths(3), Period.ofYears(1));

    @Test
    @Law("F-60 property 2000-2100")
    void bringsThe31stBackAfterAShortMonth() {
        for (var day = 28; day <= 31; day++) {
            var anchor = LocalDateTime.of(2000, 1, day, 13, 37);
            for (var month = YearMonth.of(2000, 2); month.getYear() < 2100; month = month.plusMonths(1)) {
                var start = month.atDay(Math.min(day, month.lengthOfMonth())).atTime(13, 37);
                var span = Windows.at(
                        new Window.Billing(Period.ofMonths(1)),
                        anchor.toInstant(ZoneOffset.UTC),
                        start.toInstant(ZoneOffset.UTC));
                assertThat(span.start()).isEqualTo(start.toInstant(ZoneOffset.UTC));
            }
        }
    }

    @Test
    @Law({"F-59 property over zones", "F-60"})
    void coversEveryInstantOnceAndMeetsItsNeighbours() {
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        Seeds.cases("F-60 windows", 5_000, seed -> {
            var random = new SplittableRandom(seed);
            var at = instant(random);
            var anchor = instant(random);
            var every = LENGTHS.get(random.nextInt(LENGTHS.size()));
            var zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            var window = random.nextBoolean() ? new Window.Billing(every) : new Window.Calendar(every, zone);
            var span = Windows.at(window, anchor, at);
            assertThat(span.covers(at))
                    .as("%s from %s at %s", window, anchor, at)
                    .isTrue();
            assertThat(Windows.at(window, anchor, span.end()).start())
                    .as("the window after %s of %s from %s", span, window, anchor)
                    .isEqualTo(span.end());
            assertThat(Windows.at(window, anchor, span.start().minusNanos(1)).end())
                    .as("the window before %s of %s from %s", span, window, anchor)
                    .isEqualTo(span.start());
        });
    }

    private static Instant instant(SplittableRandom random) {
        return Instant.ofEpochSecond(random.nextLong(
                LocalDate.of(2000, 1, 1).toEpochDay() * 86_400,
                LocalDate.of(2100, 1, 1).toEpochDay() * 86_400));
    }

    @Test
    @Law("F-59 23 and 25 hours")
    void makesADayAsLongAsItIsThere() {
        var oslo = new Window.Calendar(Period.ofDays(1), ZoneId.of("Europe/Oslo"));
        assertThat(length(Windows.at(oslo, null, Instant.parse("2026-03-29T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(23));
        assertThat(length(Windows.at(oslo, null, Instant.parse("2026-10-25T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(25));
        assertThat(length(Windows.at(oslo, null, Instant.parse("2026-10-26T12:00:00Z"))))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void beginsMonthsOnThe1stQuartersInJanuaryAndWeeksOnMonday() {
        var at = Instant.parse("2026-11-21T10:00:00Z");
        assertThat(calendar(Period.ofMonths(1), at)).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(calendar(Period.ofMonths(3), at)).isEqualTo("2026-10-01T00:00:00Z");
        assertThat(calendar(Period.ofYears(1), at)).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(calendar(Period.ofWeeks(1), at)).isEqualTo("2026-11-16T00:00:00Z");
    }

    private static String calendar(Period every, Instant at) {
        return Windows.at(new Window.Calendar(every, ZoneOffset.UTC), null, at)
                .start()
                .toString();
    }

    @Test
    void looksBackFromNowWhenRolling() {
        var at = Instant.parse("2026-11-21T10:00:00Z");
        assertThat(Windows.at(new Window.Rolling(Duration.ofHours(24)), null, at))
                .isEqualTo(new Windows.Span(Instant.parse("2026-11-20T10:00:00Z"), at));
    }

    private static Duration length(Windows.Span span) {
        return Duration.between(span.start(), span.end());
    }
}
