package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.resolve.Decision;

/** What became of a wish to reserve, to settle or to release. */
public sealed interface Reserving {
    /** @param now what a check would say after it */
    record Done(Reservation reservation, Decision now) implements Reserving {}

    /**
     * There is no room for it.
     *
     * @param now what a check says
     */
    record NoRoom(Decision now) implements Reserving {}

    /** It was settled, otherwise, or released before: nothing changed. */
    record OverAlready(Reservation reservation) implements Reserving {}
}
