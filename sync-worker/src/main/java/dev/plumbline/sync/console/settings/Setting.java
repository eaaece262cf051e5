package dev.plumbline.sync.console.settings;

import java.util.Locale;

/**
 * Something that an operator may set and that is no secret.
 *
 * @param property as the configuration calls it
 * @param usual what holds when nobody sets it
 * @param is what it means
 */
record Setting(String group, String property, String usual, String is) {
    /** The environment variable that sets it. */
    public String variable() {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
