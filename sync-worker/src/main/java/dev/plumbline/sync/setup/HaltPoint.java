package dev.plumbline.sync.setup;

/**
 * Where a crash test may have the process die, exactly there (cases F-15 to F-17, F-70): {@code -Dplumbline.halt=AFTER_FETCH}. Without
 * that property, which nobody sets in production, these are no-ops.
 */
public enum HaltPoint {
    /** The delivery is committed, the provider has not heard 200. */
    AFTER_INBOX_COMMIT,
    /** The truth is fetched, nothing is written. */
    AFTER_FETCH,
    /** Everything is written, nothing is committed. */
    INSIDE_APPLY,
    /** A page of the list of everybody is committed, and there are more. */
    AFTER_LISTED_PAGE,
    /** Both sides are compared, nothing of it is committed. */
    INSIDE_COMPARE;

    private static final String CHOSEN = System.getProperty("plumbline.halt", "");

    public void reached() {
        if (CHOSEN.equals(name())) {
            Runtime.getRuntime().halt(137);
        }
    }
}
