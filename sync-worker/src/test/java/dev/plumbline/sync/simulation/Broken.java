package dev.plumbline.sync.simulation;

/** A rule that is broken on purpose, in the stores of the simulation, to see that somebody notices. */
enum Broken {
    NOTHING("whole"),
    /** Any look may be applied, however old (02, fence). */
    FENCE("no fence"),
    /** A mark is cleared whether or not the worker saw it (02, conditional clear). */
    CONDITIONAL_CLEAR("unconditional clear"),
    /** What is known of a customer is read before its lock is had (02, facts under lock). */
    FACTS_UNDER_LOCK("facts before the lock"),
    /** An event that came before is kept once more (F-1). */
    DEDUPE("no dedupe"),
    /** The provider hears 200 before the row is there (invariant b). */
    ROW_BEFORE_ANSWER("200 before the commit"),
    /** Lists are believed; nothing is asked for by its id (02, absence). */
    ASKING_BY_ID("lists believed");

    final String words;

    Broken(String words) {
        this.words = words;
    }
}
