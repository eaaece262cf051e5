package dev.plumbline.cli.customer;

import java.math.BigDecimal;

/** A value as it is typed, as the API takes it: numbers and truth as such, all else as text. */
final class OverrideValue {
    private OverrideValue() {}

    static Object of(String typed) {
        if (typed.equals("true") || typed.equals("false")) {
            return Boolean.valueOf(typed);
        }
        return typed.matches("-?\\d{1,18}(\\.\\d{1,9})?") ? new BigDecimal(typed) : typed;
    }
}
