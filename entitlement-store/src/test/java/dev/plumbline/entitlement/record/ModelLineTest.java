package dev.plumbline.entitlement.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.record.ModelLine.Head;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelLineTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    @Test
    void holdsTheNewestWhenNothingIsAgreedForLater() {
        var line = new ModelLine(List.of(atOnce(1, MAY), atOnce(2, JUNE)));

        assertThat(line.from(JULY)).containsExactly(new ModelSpan(2, Instant.MIN));
        assertThat(line.pending(JULY)).isEmpty();
    }

    @Test
    void holdsWhatIsInForceAndThenWhatIsAgreed() {
        var line = new ModelLine(List.of(atOnce(1, MAY), agreed(2, MAY, JUNE), agreed(3, MAY, JULY)));

        assertThat(line.from(MAY))
                .containsExactly(new ModelSpan(1, Instant.MIN), new ModelSpan(2, JUNE), new ModelSpan(3, JULY));
        assertThat(line.from(JUNE)).containsExactly(new ModelSpan(2, Instant.MIN), new ModelSpan(3, JULY));
        assertThat(line.from(JULY)).containsExactly(new ModelSpan(3, Instant.MIN));
    }

    @Test
    void forgetsWhatIsTakenBack() {
        var line = new ModelLine(List.of(atOnce(1, MAY), agreed(2, MAY, JULY), new Head(3, null, JUNE, 2L)));

        assertThat(line.from(JUNE)).containsExactly(new ModelSpan(3, Instant.MIN));
        assertThat(line.from(JULY.plusSeconds(1))).containsExactly(new ModelSpan(3, Instant.MIN));
        assertThat(line.before(3)).contains(1L);
    }

    /** Without it 4 is taken back to 2, which says the same, and what is in force is never come to (tried). */
    @Test
    void comesBackToWhatIsInForceHoweverManyWereAgreed() {
        var june = JUNE.minusSeconds(1);
        var oneBack = List.of(atOnce(1, MAY), agreed(2, MAY, JUNE), agreed(3, MAY, JULY), new Head(4, JUNE, MAY, 3L));
        var line = new ModelLine(oneBack);

        assertThat(line.from(june)).containsExactly(new ModelSpan(1, Instant.MIN), new ModelSpan(4, JUNE));
        assertThat(line.pending(june)).extracting(Head::revision).containsExactly(4L);
        assertThat(line.saidAgainBy(2)).contains(4L);
        assertThat(line.before(4)).contains(1L);
        assertThat(line.inForceAt(JUNE).revision()).isEqualTo(4);

        var bothBack = new ArrayList<>(oneBack);
        bothBack.add(new Head(5, null, june, 4L));
        assertThat(new ModelLine(bothBack).from(JULY)).containsExactly(new ModelSpan(5, Instant.MIN));
        assertThat(new ModelLine(bothBack).inForceAt(MAY).revision()).isEqualTo(1);
    }

    @Test
    void knowsWhatWasInForceThen() {
        var line = new ModelLine(List.of(atOnce(1, MAY), agreed(2, MAY, JULY)));

        assertThat(line.inForceAt(MAY.minusSeconds(1)).revision())
                .as("before the first, the first")
                .isEqualTo(1);
        assertThat(line.inForceAt(JULY.minusNanos(1)).revision()).isEqualTo(1);
        assertThat(line.inForceAt(JULY).revision()).isEqualTo(2);
    }

    private static Head atOnce(long revision, Instant published) {
        return head(revision, null, published);
    }

    private static Head agreed(long revision, Instant published, Instant effective) {
        return head(revision, effective, published);
    }

    private static Head head(long revision, @Nullable Instant effective, Instant published) {
        return new Head(revision, effective, published, null);
    }
}
