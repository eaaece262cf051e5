package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.migration.Cohort;
import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.Migration.Action;
import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.entitlement.migration.Timing;
import dev.plumbline.entitlement.migration.Waves;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A migration as people see it.
 *
 * @param edit its ETag: what is asked, as it was changed last
 * @param counts customers by outcome and reason; those to be moved are {@code PENDING}. Empty in lists
 * @param approval by which it may begin and go on whatever the day is; null for one that keeps to the agreed days
 * @param actions what may be asked of it now: edit, preview, start, stop, resume, undo
 */
public record MigrationView(
        long id,
        String plan,
        String from,
        String to,
        CohortView cohort,
        String when,
        @Nullable Instant notBefore,
        WavesView waves,
        String reason,
        @Nullable String link,
        String askedBy,
        Instant askedAt,
        long edit,
        String status,
        @Nullable String action,
        int wave,
        Progress progress,
        Map<String, Long> counts,
        @Nullable Instant previewedAt,
        @Nullable String startedBy,
        @Nullable Instant startedAt,
        @Nullable String approval,
        @Nullable Instant endedAt,
        @Nullable Instant nextWaveAt,
        @Nullable String failure,
        List<String> actions) {
    /** What is empty leaves nobody out. */
    public record CohortView(
            List<String> include,
            List<String> exclude,
            List<String> countries,
            List<String> markets,
            Map<String, String> attributes,
            List<String> terms,
            List<String> prices,
            boolean movedByHand) {
        static CohortView of(Cohort cohort) {
            return new CohortView(
                    cohort.include().stream().sorted().toList(),
                    cohort.exclude().stream().sorted().toList(),
                    cohort.countries().stream().sorted().toList(),
                    cohort.markets().stream().sorted().toList(),
                    cohort.attributes(),
                    cohort.terms().stream().sorted().toList(),
                    cohort.prices().stream().sorted().toList(),
                    cohort.movedByHand());
        }
    }

    /** @param count 0 before a preview */
    public record WavesView(
            List<Integer> percent,
            @Nullable Integer size,
            @Nullable String pause,
            int count) {
        static WavesView of(Waves waves, int count) {
            return new WavesView(waves.percent(), waves.size(), asAsked(waves.pause()), count);
        }

        /** Whole days as days: a duration forgets that it was asked for as {@code P1D}. */
        private static @Nullable String asAsked(@Nullable Duration pause) {
            if (pause == null) {
                return null;
            }
            boolean inDays = pause.isPositive() && pause.equals(Duration.ofDays(pause.toDays()));
            return inDays ? "P" + pause.toDays() + "D" : pause.toString();
        }
    }

    /**
     * Of the preview, the wave or the undo.
     *
     * @param secondsLeft at that rate; null when nobody can say
     */
    public record Progress(
            long done, long of, double perSecond, @Nullable Long secondsLeft) {
        static Progress of(Migration migration, Instant now) {
            long done = migration.progress().done();
            long of = migration.progress().of();
            Instant since = migration.progress().since();
            boolean runs = migration.status() == Status.RUNNING && since != null;
            double seconds =
                    runs ? Duration.between(Objects.requireNonNull(since), now).toMillis() / 1_000.0 : 0;
            double rate = seconds <= 0 ? 0 : Math.round(done / seconds * 10) / 10.0;
            return new Progress(
                    done, of, rate, rate <= 0 ? null : Long.valueOf(Math.max(0, Math.round((of - done) / rate))));
        }
    }

    static MigrationView of(Migration migration, Map<String, Long> counts, Instant now) {
        Action action = migration.action();
        Author starter = migration.startedBy();
        return new MigrationView(
                migration.id(),
                migration.terms().from().key(),
                migration.terms().from().toString(),
                migration.terms().to().toString(),
                CohortView.of(migration.terms().cohort()),
                when(migration.terms().timing()),
                migration.terms().timing().kind() == Timing.Kind.RENEWAL
                        ? migration.terms().timing().at()
                        : null,
                WavesView.of(migration.terms().waves(), migration.waves()),
                migration.author().reason(),
                migration.author().link(),
                migration.author().actor(),
                migration.askedAt(),
                migration.edit(),
                migration.status().name(),
                action == null ? null : action.key(),
                migration.wave(),
                Progress.of(migration, now),
                counts,
                migration.previewedAt(),
                starter == null ? null : starter.actor(),
                migration.startedAt(),
                migration.approval(),
                migration.endedAt(),
                migration.nextWaveAt(),
                migration.failure(),
                actions(migration));
    }

    private static String when(Timing timing) {
        return switch (timing.kind()) {
            case NOW -> "now";
            case RENEWAL -> "at-renewal";
            case DATE -> Objects.requireNonNull(timing.at()).toString();
        };
    }

    private static List<String> actions(Migration migration) {
        boolean previewing = migration.action() == Action.PREVIEW;
        boolean undoing = migration.action() == Action.UNDO;
        return switch (migration.status()) {
            case DRAFT -> List.of("edit", "preview");
            case PREVIEWED -> List.of("edit", "preview", "start");
            case PENDING, RUNNING -> List.of("stop");
            case WAITING -> List.of("resume", "stop", "undo");
            case STOPPED, FAILED ->
                previewing
                        ? List.of("edit", "preview", "resume")
                        : undoing ? List.of("resume") : List.of("resume", "undo");
            case COMPLETED -> List.of("undo");
            case UNDONE -> List.of();
        };
    }
}
