package dev.plumbline.sync.console.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.MigrationAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.CohortAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.WavesAsked;
import dev.plumbline.entitlement.check.migration.MigrationView;
import dev.plumbline.entitlement.check.migration.MigrationView.CohortView;
import dev.plumbline.entitlement.check.migration.MigrationView.Progress;
import dev.plumbline.entitlement.check.migration.MigrationView.WavesView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MigrationFormTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");

    private static MigrationView drawn(String when, @Nullable Instant notBefore, WavesView waves, String... exclude) {
        var cohort = new CohortView(
                List.of("acme", "big co"),
                List.of(exclude),
                List.of("FI", "SE"),
                List.of("nordics"),
                Map.of("segment", "smb", "region", "north"),
                List.of("monthly"),
                List.of("price_1"),
                true);
        return new MigrationView(
                7,
                "team",
                "team@1",
                "team@2",
                cohort,
                when,
                notBefore,
                waves,
                "why",
                "PRC-7",
                "maria",
                AT,
                3,
                "DRAFT",
                null,
                0,
                new Progress(0, 0, 0, null),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("edit"));
    }

    @Test
    @DisplayName("M4: a form that is opened and sent again, untouched, asks for just what was asked")
    void saysWhatWasAsked() {
        var cohort = new CohortAsked(
                List.of("acme", "big co"),
                List.of("other"),
                List.of("FI", "SE"),
                List.of("nordics"),
                Map.of("segment", "smb", "region", "north"),
                List.of("monthly"),
                List.of("price_1"),
                true);
        // To the second: with the minutes of a field that is opened empty this was seven seconds early (tried).
        assertThat(again(drawn("at-renewal", AT, new WavesView(List.of(5, 100), null, "P3D", 2), "other")))
                .isEqualTo(new MigrationAsked(
                        "team@1",
                        "team@2",
                        cohort,
                        "at-renewal",
                        AT,
                        new WavesAsked(List.of(5, 100), null, "P3D"),
                        "why",
                        "PRC-7"));
        assertThat(again(drawn(AT.toString(), null, new WavesView(List.of(), 40, null, 2), "other")))
                .isEqualTo(new MigrationAsked(
                        "team@1",
                        "team@2",
                        cohort,
                        AT.toString(),
                        null,
                        new WavesAsked(List.of(), 40, null),
                        "why",
                        "PRC-7"));
        assertThat(MigrationForm.of(drawn("now", null, new WavesView(List.of(100), null, null, 1))))
                .containsEntry("when", "now")
                .containsEntry("edit", "3");
    }

    private static MigrationAsked again(MigrationView drawn) {
        return MigrationForm.asked(MigrationForm.sent(MigrationForm.of(drawn)));
    }

    @Test
    @DisplayName(
            "S-17: a key with a comma is not two keys when it comes back: the form is not opened, and says how else")
    void refusesWhatItCannotHold() {
        assertThatThrownBy(
                        () -> MigrationForm.of(drawn("now", null, new WavesView(List.of(100), null, null, 1), "a, b")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("PUT /v1/migrations");
    }
}
