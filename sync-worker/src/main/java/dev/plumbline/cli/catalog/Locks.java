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
        return switch (CatalogLock.read(SourceFile.read(file.toString()))) {
            case CatalogLock.Legible(var lock) -> lock;
            case CatalogLock.Illegible(var line, var message) ->
                throw Failure.of(
                        file + ":" + line + ": " + message, "The version control has it as it was when it was written");
        };
    }
}
