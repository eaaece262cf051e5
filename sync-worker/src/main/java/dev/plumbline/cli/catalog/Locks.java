package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Failure;
import dev.plumbline.entitlement.model.CatalogLock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lock files where they lie. */
final class Locks {
    private static final String NAME = "catalog.lock";

    private Locks() {}

    /** Null for the standard input, which lies nowhere. */
    static @Nullable Path beside(String file) {
        return file.equals("-") ? null : Path.of(file).resolveSibling(NAME);
    }

    static CatalogLock read(Path file) {
        CatalogLock lock = CatalogLock.parse(SourceFile.read(file.toString()));
        if (lock == null) {
            throw Failure.of(
                    file + " is no lock file", "Take it from the version control as it was when it was written");
        }
        return lock;
    }

    static String brokenBecause(String ref, Path lock) {
        return ref + " is published (" + lock + "): its grants, variations and trial stay as they are; put them back and"
                + " make the change in a new version";
    }
}
