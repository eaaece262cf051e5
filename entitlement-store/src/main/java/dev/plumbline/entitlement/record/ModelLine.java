package dev.plumbline.entitlement.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which revision of the model holds when. A function of the revisions alone, and revisions are only ever added: whoever knows
 * the newest one knows the line.
 */
final class ModelLine {
    /**
     * What of a revision says when it holds.
     *
     * @param effectiveAt agreed ahead; null for as soon as it was published
     * @param publishedAsOf business time
     * @param withdraws the revision that this one takes back before it took effect; null for none
     */
    record Head(
            long revision,
            @Nullable Instant effectiveAt,
            Instant publishedAsOf,
            @Nullable Long withdraws) {
        boolean isInForceAt(Instant now) {
            return effectiveAt == null || !effectiveAt.isAfter(now);
        }

        Instant since() {
            return effectiveAt == null ? publishedAsOf : effectiveAt;
        }
    }

    private final List<Head> heads;

    /** @param all in the order of their revisions */
    ModelLine(List<Head> all) {
        Set<Long> withdrawn = all.stream()
                .map(Head::withdraws)
                .flatMap(revision -> Optional.ofNullable(revision).stream())
                .collect(Collectors.toSet());
        this.heads = all.stream()
                .filter(head -> !withdrawn.contains(head.revision()))
                .toList();
    }

    /** The one in force and those that are agreed for later, in order. */
    List<ModelSpan> from(Instant now) {
        int inForce = 0;
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i).isInForceAt(now)) {
                inForce = i;
            }
        }
        int first = inForce;
        return heads.stream()
                .skip(first)
                .map(head -> new ModelSpan(head.revision(), head.equals(heads.get(first)) ? Instant.MIN : head.since()))
                .toList();
    }

    /** The one that was in force at an instant of business time; before the first publish, the first. */
    Head inForceAt(Instant instant) {
        return heads.reversed().stream()
                .filter(head -> !head.since().isAfter(instant))
                .findFirst()
                .orElse(heads.getFirst());
    }

    Instant inForceSince(Instant now) {
        long inForce = from(now).getFirst().revision();
        return heads.stream()
                .skip(1)
                .filter(head -> head.revision() == inForce)
                .map(Head::since)
                .findFirst()
                .orElse(Instant.MIN);
    }

    /** The one that a revision was made on. */
    Optional<Long> before(long revision) {
        return heads.reversed().stream()
                .map(Head::revision)
                .filter(earlier -> earlier < revision)
                .findFirst();
    }

    /** Those that have not taken effect yet. */
    List<Head> pending(Instant now) {
        return heads.stream().filter(head -> !head.isInForceAt(now)).toList();
    }
}
