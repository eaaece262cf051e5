package dev.plumbline.cli.operate;

import org.jspecify.annotations.Nullable;

/** One thing that was looked at. */
record Finding(
        Health health, String area, String what, @Nullable String mend) {
    enum Health {
        GOOD,
        /** It works, and somebody should look at it. */
        ODD,
        BAD
    }

    static Finding good(String area, String what) {
        return new Finding(Health.GOOD, area, what, null);
    }

    static Finding odd(String area, String what, String mend) {
        return new Finding(Health.ODD, area, what, mend);
    }

    static Finding bad(String area, String what, String mend) {
        return new Finding(Health.BAD, area, what, mend);
    }
}
