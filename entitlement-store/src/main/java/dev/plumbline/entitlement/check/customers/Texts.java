package dev.plumbline.entitlement.check.customers;

/** Texts of callers, as they are said again. */
final class Texts {
    private static final int SHOWN = 80;

    private Texts() {}

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
