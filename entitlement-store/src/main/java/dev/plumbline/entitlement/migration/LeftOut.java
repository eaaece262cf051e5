package dev.plumbline.entitlement.migration;

/** Why a customer does not move. Names are part of the interface. */
public enum LeftOut {
    EXCLUDED("it was left out by name"),
    NOT_IN_COHORT("it is not among those meant"),
    NOT_ON_VERSION("it has no running subscription on that version"),
    ALREADY_THERE("it is on the new version already"),
    BY_HAND("it has the version by a phase made by hand, which is changed by hand"),
    MOVED_BY_HAND("a person put it on the version that it is on"),
    PLANNED_ALREADY("another migration moves it already"),
    ENDS_BEFORE("its subscription ends before it would move"),
    CHANGES_BEFORE("by agreement it is on something else by then"),
    TERM_UNKNOWN("nobody knows when its term ends"),
    UNREADABLE("what is stored of it cannot be understood");

    private final String says;

    LeftOut(String says) {
        this.says = says;
    }

    public String says() {
        return says;
    }
}
