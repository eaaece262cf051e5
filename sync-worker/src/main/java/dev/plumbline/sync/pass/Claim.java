package dev.plumbline.sync.pass;

/**
 * The right to look at one subject and to write what was seen. {@code seen} and {@code fence} travel with the worker: kept in
 * the row, a stalled worker and a dead successor lose events (02, sync).
 *
 * @param seen the newest mark when the subject was claimed; the subject is clean again only if no newer one came
 * @param fence drawn from a sequence before the fetch; a lower one than the applied fence may not write
 * @param attempts how often a look failed since the last one that did not
 * @param faults how many of them were the subject's own
 * @param closely something was told that a usual look does not show
 */
public record Claim(Subject subject, long seen, long fence, Cause cause, int attempts, int faults, boolean closely) {
    /** Why the subject was marked, last. */
    public enum Cause {
        EVENT,
        SETTLE,
        REFRESH,
        LINK,
        REPLAY,
        CATALOGUE,
        /** A listing of the whole account shows something else than is known. */
        RECONCILE,
        SWEEP;

        /** Whether somebody waits for it; the index of the work list knows the same words. */
        public boolean isLive() {
            return this != SWEEP && this != CATALOGUE && this != RECONCILE;
        }

        /** A cause that a newer version of us wrote is read as the least of them. */
        static Cause of(String key) {
            for (Cause cause : values()) {
                if (cause.key().equals(key)) {
                    return cause;
                }
            }
            return SWEEP;
        }

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
