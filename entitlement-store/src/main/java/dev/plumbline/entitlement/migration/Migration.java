package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.record.Author;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A migration as it stands.
 *
 * @param author who asked for it, and why
 * @param authors everything that they are known by
 * @param edit raised by every change of what is asked
 * @param action what it does, or did last; null of a draft that nobody previewed
 * @param wave the one it is in; 0 before the first
 * @param waves how many there are; 0 before a preview
 * @param previewedWith the model that the preview was made with
 * @param startedBy who began it, and why; null before that
 * @param approval by which it may begin and go on whatever the day is; null for one that keeps to the agreed days
 * @param undoneBy who took back what was not effective yet, and why
 * @param nextWaveAt when it goes on by itself; null when a person has to say so
 */
public record Migration(
        long id,
        Terms terms,
        Author author,
        Set<String> authors,
        Instant askedAt,
        long edit,
        Status status,
        @Nullable Action action,
        int wave,
        int waves,
        Progress progress,
        @Nullable Instant previewedAt,
        @Nullable Long previewedWith,
        @Nullable Author startedBy,
        @Nullable String approval,
        @Nullable Author undoneBy,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant nextWaveAt,
        @Nullable String failure) {
    /** Where it stands. Names are part of the interface. */
    public enum Status {
        DRAFT,
        PREVIEWED,
        PENDING,
        RUNNING,
        /** Between two waves. */
        WAITING,
        STOPPED,
        FAILED,
        COMPLETED,
        UNDONE;

        /** Whether somebody works at it, or will without being asked. */
        public boolean isUnderWay() {
            return this == PENDING || this == RUNNING;
        }
    }

    public enum Action {
        PREVIEW,
        MOVE,
        UNDO;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Of the action, or of the wave.
     *
     * @param since when it began; null before that
     */
    public record Progress(long done, long of, @Nullable Instant since) {}

    /** Whether customers were moved, and it ended before all were. */
    public boolean canGoOnMoving() {
        return action == Action.MOVE
                && (status == Status.STOPPED || status == Status.FAILED || status == Status.WAITING);
    }

    /** By which pins, audit and history know it. */
    public String ref() {
        return ref(id);
    }

    public static String ref(long id) {
        return "migration/" + id;
    }
}
