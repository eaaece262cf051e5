package dev.plumbline.sync.simulation;

/** What a history does to the product, by its case in the fault table. A run in which one of them never happened proves less than it says. */
enum Stimulus {
    /** F-1, F-2. */
    DELIVERED_TWICE("F-1 F-2", "an event delivered again"),
    /** F-3. */
    OUT_OF_ORDER("F-3", "an event delivered before an older one of its customer"),
    /** F-4. */
    SAME_SECOND("F-4", "several changes of one customer in one second"),
    /** F-5. */
    DAYS_LATE("F-5", "an event delivered more than a day late"),
    /** F-6. */
    TOLD_BY_TWO_IDS("F-6", "one change told by two event ids"),
    /** F-7. */
    UPDATE_FIRST("F-7", "a customer first heard of by an event that did not create it"),
    /** F-8. */
    CUSTOMER_DELETED("F-8", "a customer deleted at the provider"),
    /** F-9. */
    AFTER_TOMBSTONE("F-9", "an event about a customer whose deletion was applied"),
    /** F-10. */
    SLOW_ANSWER("F-10", "an answer that took longer than the lease, others going on"),
    /** F-11. */
    ZOMBIE("F-11", "a worker that stood still past its lease and then applied"),
    /** F-10, F-11. */
    REFUSED_AS_STALE("F-10 F-11", "a write that the fence refused"),
    /** F-12. */
    MARKED_MEANWHILE("F-12", "a mark that came between claim and apply"),
    /** F-16. */
    KILLED_AFTER_FETCH("F-16", "a process killed with a fetched answer in hand"),
    /** F-17. */
    KILLED_IN_TRANSACTION("F-17", "a process killed inside a transaction"),
    /** F-15. */
    KILLED_AROUND_COMMIT("F-15", "a process killed just before or after a commit"),
    /** F-18. */
    COMMIT_UNKNOWN("F-18", "a commit whose outcome nobody was told"),
    /** F-19. */
    CONNECTION_LOST("F-19", "a connection to the database lost"),
    /** F-20. */
    READ_ONLY("F-20", "a write refused by a read-only database"),
    /** F-23. */
    DEADLOCK("F-23", "a deadlock, a serialization failure or a lock not to be had"),
    /** F-25. */
    CLOCK_SKEW("F-25", "a pass by a node whose clock is wrong"),
    /** F-63. */
    RATE_LIMITED("F-63", "a 429, with and without Retry-After"),
    /** F-64. */
    BROKEN_ANSWER("F-64", "a 5xx, a reset, a hang, a truncated page or a page for people"),
    /** F-65. */
    LIST_MOVED("F-65", "a change at the provider between two requests of one fetch"),
    /** F-66. */
    LEFT_OUT_OF_LISTS("F-66", "a subscription that lists leave out for good"),
    STALE_READ("02, settle", "an answer of a replica that lags"),
    /** F-67. */
    EVENT_LOST("F-67", "an event that never arrives"),
    /** F-69. */
    NEVER_TOLD("F-69", "a change without any event"),
    /** F-55. */
    LINK_MOVED("F-55", "a subject moved to another customer, or unlinked"),
    /** F-75. */
    ASKED_AMID_EVENTS("F-75", "a sweep, refresh or replay of a subject that events also mark"),
    OVERRIDE_IN_MID_PASS("02, facts", "an override added or ended inside another's pass"),
    PHASE_BY_HAND("03, phases", "a phase made or ended by hand"),
    PUBLISHED("F-58", "a model published in mid-history"),
    APPLIED_INSIDE_ANOTHER("02, facts", "a pass applied inside the transaction of another"),
    RELAYED_BY_BOTH("02, relay", "a relay by either node");

    final String cases;
    final String what;

    Stimulus(String cases, String what) {
        this.cases = cases;
        this.what = what;
    }
}
