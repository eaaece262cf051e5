package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was published after somebody had opened the file that they changed: to publish theirs over it would undo it unseen.
 *
 * @param base what theirs was made on; 0 when nothing was published, or nobody knows
 * @param newest what is there now
 * @param theirs what came between the two
 * @param ours what the file says otherwise than the newest, and so would undo or bring
 */
record Meanwhile(long base, ModelRevision newest, List<LineDiff.Line> theirs, List<LineDiff.Line> ours) {
    /** Null for a draft of the newest. */
    static @Nullable Meanwhile of(Draft draft, Models models) {
        ModelRevision newest = models.newest().orElse(null);
        if (newest == null || newest.revision() == draft.madeOn()) {
            return null;
        }
        boolean known = draft.madeOn() > 0 && draft.madeOn() < newest.revision();
        return new Meanwhile(
                known ? draft.madeOn() : 0,
                newest,
                known ? LineDiff.between(models.at(draft.madeOn()).source(), newest.source()) : List.of(),
                LineDiff.between(newest.source(), draft.source()));
    }
}
