package dev.plumbline.sync.console.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.console.finance.RunReport.Aged;
import dev.plumbline.sync.reconcile.report.Trend.Night;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pictures say what their figures say: nothing is drawn outside, and what is twice as many is twice as high. */
class PicturesTest {
    private static Aged aged(String severity, String age, String currency, long count, @Nullable Long amount) {
        return new Aged("USAGE_GAP", "leakage", severity, age, currency, count, amount);
    }

    private static Night night(long run, String currency, long opening, long added, long fixed, @Nullable Long amount) {
        return new Night(
                run,
                LocalDate.of(2026, 11, 1).plusDays(run),
                Instant.EPOCH,
                currency,
                opening,
                added,
                0,
                0,
                fixed,
                0,
                0,
                0,
                opening + added - fixed,
                amount);
    }

    @Test
    @DisplayName("A scale ends at a round number that nothing is above")
    void endsRound() {
        for (long greatest : new long[] {0, 1, 2, 3, 9, 10, 11, 49, 50, 51, 999, 1_000, 123_456_789_012L}) {
            Scale scale = Scale.upTo(greatest, 10, 110);
            assertThat(scale.most()).isGreaterThanOrEqualTo(Math.max(1, greatest));
            assertThat(Long.toString(scale.most())).matches("[125]0*");
            assertThat(scale.y(greatest)).isBetween(10, 110);
            assertThat(scale.y(0)).isEqualTo(110);
            assertThat(scale.y(scale.most())).isEqualTo(10);
        }
        assertThat(Scale.upTo(40, 10, 110).height(40))
                .isEqualTo(2 * Scale.upTo(40, 10, 110).height(20));
    }

    @Test
    @DisplayName("Ageing: the columns' pieces, the rows and the total are the same breaks; unknown money stays unknown")
    void agesTie() {
        AgeingPicture picture = AgeingPicture.of(List.of(
                aged("high", "0-1", "EUR", 3, 300L),
                aged("low", "0-1", "unknown", 2, null),
                aged("high", "60+", "EUR", 1, 50L),
                aged("medium", "8-30", "none", 4, null)));
        assertThat(picture.count()).isEqualTo(10);
        assertThat(picture.columns().stream()
                        .flatMap(column -> column.pieces().stream())
                        .mapToLong(AgeingPicture.Piece::count)
                        .sum())
                .isEqualTo(10);
        assertThat(picture.rows().stream().mapToLong(AgeingPicture.Row::count).sum())
                .isEqualTo(10);
        assertThat(picture.columns()).extracting(AgeingPicture.Column::count).containsExactly(5L, 0L, 4L, 0L, 1L);
        assertThat(picture.rows().getFirst().cells().getFirst()).isEqualTo(new AgeingPicture.Cell("0-1", 3, 300L));
        assertThat(picture.rows().getLast().cells().getFirst()).isEqualTo(new AgeingPicture.Cell("0-1", 2, null));
        picture.columns().forEach(column -> {
            int ground = 170;
            for (AgeingPicture.Piece piece : column.pieces()) {
                assertThat(piece.y() + piece.height()).as("no gap").isEqualTo(ground);
                ground = piece.y();
            }
            assertThat(ground).isEqualTo(column.top());
        });
        assertThat(AgeingPicture.of(List.of()).count()).isZero();
    }

    @Test
    @DisplayName("Trend: a run's currencies are one row, the newest first; money is drawn each currency by itself")
    void trendsTie() {
        TrendPicture picture = TrendPicture.of(List.of(
                night(1, "EUR", 0, 7, 0, 700L),
                night(1, "none", 0, 2, 0, null),
                night(2, "EUR", 7, 1, 3, 450L),
                night(2, "JPY", 0, 1, 0, 9_000L),
                night(2, "none", 2, 0, 0, null)));
        assertThat(picture.rows()).hasSize(2);
        TrendPicture.Row last = picture.rows().getFirst();
        assertThat(last.run()).isEqualTo(2);
        assertThat(List.of(last.opening(), last.came(), last.left(), last.closing()))
                .containsExactly(9L, 2L, 3L, 8L);
        assertThat(picture.money()).extracting(TrendPicture.Money::currency).containsExactly("EUR", "JPY");
        assertThat(picture.money().getLast().dots())
                .extracting(TrendPicture.Dot::amount)
                .containsExactly(0L, 9_000L);
        assertThat(picture.line().split(" ")).hasSize(2);

        var many = new ArrayList<Night>();
        for (int run = 1; run <= 400; run++) {
            many.add(night(run, "EUR", run, 1, 1, run * 1_000_000_000L));
        }
        TrendPicture wide = TrendPicture.of(many);
        assertThat(wide.points()).allSatisfy(point -> assertThat(point.x()).isBetween(60, 636));
        assertThat(wide.points().stream().filter(TrendPicture.Point::named)).hasSizeLessThanOrEqualTo(8);
        assertThat(TrendPicture.of(List.of()).points()).isEmpty();
    }
}
