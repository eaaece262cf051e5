package dev.plumbline.entitlement.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<Long, Long> saidAgain = new HashMap<>();

    /** @param all in the order of their revisions */
    ModelLine(List<Head> all) {
        var counting = new ArrayList<Head>(all.size());
        for (Head head : all) {
            Long withdraws = head.withdraws();
            if (withdraws != null) {
                long takenBack = withdraws;
                counting.removeIf(earlier -> earlier.revision() == takenBack);
                giveWay(counting, head);
            }
            counting.add(head);
        }
        heads = List.copyOf(counting);
    }

    /**
     * Who takes back one of two that are agreed says the other one again, for the same instant. From then on that stands for it:
     * if both counted, taking back would come to the other one for ever, and never to what is in force.
     */
    private void giveWay(List<Head> counting, Head again) {
        Instant agreed = again.effectiveAt();
        if (agreed != null
                && !counting.isEmpty()
                && agreed.equals(counting.getLast().effectiveAt())) {
            saidAgain.put(counting.removeLast().revision(), again.revision());
        }
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

    /** The one that says it again, since another that was made on it was taken back. */
    Optional<Long> saidAgainBy(long revision) {
        return Optional.ofNullable(saidAgain.get(revision));
    }

    /** Those that have not taken effect yet. */
    List<Head> pending(Instant now) {
        return heads.stream().filter(head -> !head.isInForceAt(now)).toList();
    }
}
