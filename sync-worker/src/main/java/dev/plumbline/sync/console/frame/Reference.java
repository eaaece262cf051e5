package dev.plumbline.sync.console.frame;

import java.security.SecureRandom;

/** A short name under which the log tells what a page does not: people can read it to somebody on the telephone. */
final class Reference {
    private static final SecureRandom CHANCE = new SecureRandom();
    /** Without what is mistaken for another on the telephone. */
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;

    private Reference() {}

    static String made() {
        var made = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            made.append(LETTERS.charAt(CHANCE.nextInt(LETTERS.length())));
        }
        return made.toString();
    }
}
