package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.Hint;
import dev.plumbline.sync.pass.Subject;

/** What becomes of a verified delivery. It is kept in any case; whether anything follows from it is decided here. */
public sealed interface Disposition {
    /**
     * Somebody is to be looked at again.
     *
     *
     * @param kind {@code customer}, or the kind of object whose customer is to be found
     */
    record LookAt(String kind, String id) implements Disposition {}

    /** Tells us nothing we act on (case F-30). */
    record Ignore() implements Disposition {}

    /** Speaks of test money at a live account, or the other way round (case F-39). */
    record RejectMode() implements Disposition {}

    /** Signed, yet no event that can be read (cases F-33, F-35). */
    record Quarantine(String why) implements Disposition {}

    String CUSTOMER = "customer";

    static Disposition of(Hint hint, Hint.Mode accountMode) {
        return switch (hint) {
            case Hint.Unreadable(var why) -> new Quarantine(why);
            case Hint.Event event when event.mode() != null && event.mode() != accountMode -> new RejectMode();
            case Hint.Event read ->
                switch (read.concerns()) {
                    case Hint.Concerns.Customer(var id) -> new LookAt(CUSTOMER, id);
                    case Hint.Concerns.ObjectOf(var kind, var id) -> new LookAt(kind, id);
                    case Hint.Concerns.Lost(var event) -> new LookAt(Hint.Concerns.Lost.KIND, event);
                    case Hint.Concerns.Catalogue() -> new LookAt(Subject.CATALOGUE, Subject.CATALOGUE);
                    case Hint.Concerns.Nobody() -> new Ignore();
                };
        };
    }

    /** How the inbox names it. */
    default String state() {
        return switch (this) {
            case LookAt _ -> "KEPT";
            case Ignore _ -> "IGNORED";
            case RejectMode _ -> "REJECTED_MODE";
            case Quarantine _ -> "QUARANTINED";
        };
    }
}
