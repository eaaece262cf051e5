package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.http.Refusal;

/** Texts that callers search by. */
final class Texts {
    private static final int LONGEST = 255;
    private static final int SHOWN = 80;

    private Texts() {}

    /** PostgreSQL has no text with a zero in it. */
    static String checked(String parameter, String text) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw Refusal.ofParameter(parameter, "It has at most " + LONGEST + " characters, and no zero");
        }
        return text;
    }

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
