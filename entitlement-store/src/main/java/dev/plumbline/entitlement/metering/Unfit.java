package dev.plumbline.entitlement.metering;

/** What is wrong with an event, in words. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String why) {
        super(why, null, false, false);
    }
}
