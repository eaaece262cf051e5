package dev.plumbline.sync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pictures for the README: each build makes them in {@code target/screenshots}; with {@code -Dplumbline.screenshots.write=true}
 * those that are shown are made anew.
 */
final class Screenshots {
    static final Path SHOWN = Path.of("..", "docs", "images");
    static final String PREFIX = "console-";
    private static final Path TAKEN = Path.of("target", "screenshots");

    private final Browser browser;

    Screenshots(Browser browser) {
        this.browser = browser;
    }

    void take(String name, String path, String awaited) {
        browser.go(path).awaits(awaited);
        takeWhatIsThere(name);
    }

    /** To be looked at after a build, and shown nowhere. */
    void see(String name, String path, String awaited) {
        browser.go(path).awaits(awaited);
        browser.expectThatItFits();
        browser.shoot("seen-" + name);
    }

    /** As much as one sees without scrolling much: a README is no manual. */
    void takeWhatIsThere(String name) {
        String file = PREFIX + name;
        browser.shootTop(file);
        if (Boolean.getBoolean("plumbline.screenshots.write")) {
            try {
                Files.createDirectories(SHOWN);
                Files.copy(
                        TAKEN.resolve(file + ".png"),
                        SHOWN.resolve(file + ".png"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }
    }
}
