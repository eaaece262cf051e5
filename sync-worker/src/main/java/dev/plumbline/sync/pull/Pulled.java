package dev.plumbline.sync.pull;

/** What became of a pull. */
sealed interface Pulled {
    /**
     * @param yaml a catalog file that the validator accepts
     * @param added how many prices it maps that no published model does
     */
    record Drafted(String yaml, long added) implements Pulled {}

    /** The published file has no place for what is to be added. */
    record NoPlace(String section) implements Pulled {}

    /** More is sold than one catalog file can hold. */
    record TooMuch(long prices) implements Pulled {}
}
