package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.CatalogLock;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The catalog file (03): read whole, or refused with all that is wrong. First its form, by the schema; then its meaning.
 * Bad input is an answer here, never an exception.
 */
public final class CatalogFile {
    private CatalogFile() {}

    /** What became of a file. */
    public sealed interface Read {}

    public record Valid(Model model) implements Read {}

    public record Invalid(List<Problem> problems) implements Read {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Checks the file by itself. */
    public static Read read(String yaml) {
        return read(yaml, _ -> {});
    }

    /** The same for a file as it lies on a disk. */
    public static Read read(byte[] file) {
        return switch (CatalogText.of(file)) {
            case CatalogText.Text(var yaml) -> read(yaml);
            case CatalogText.Unreadable(var problem) -> new Invalid(List.of(problem));
        };
    }

    /** Checks the file by itself and against its lock: no version that is locked was edited. Needs no database. */
    public static Read readLocked(byte[] file, CatalogLock lock) {
        return switch (CatalogText.of(file)) {
            case CatalogText.Text(var yaml) ->
                read(yaml, read -> new FrozenParts(read.file).refuse(lock.check(read.model)));
            case CatalogText.Unreadable(var problem) -> new Invalid(List.of(problem));
        };
    }

    /**
     * Checks the file as the successor of what is published as well: versions that are published stay as they are, and new
     * dates do not lie in the past. At the first publish there is nothing to compare with.
     */
    public static Read readAgainst(String yaml, @Nullable Model published, Instant now) {
        return published == null
                ? read(yaml)
                : read(yaml, read -> new Succession(read.file, published, read.model, now).check());
    }

    /**
     * A file that was accepted when it was published. What is refused today and was not then does not take a model away that
     * customers are on.
     *
     * @throws IllegalStateException when it is no catalog at all
     */
    public static Model readPublished(String yaml) {
        return switch (YamlTree.parse(yaml)) {
            case YamlTree.Parsed.Unreadable(var problem) ->
                throw new IllegalStateException("A published catalog is not read any more: " + problem);
            case YamlTree.Parsed.Tree(var root, var locations) ->
                ModelReader.read(new Spot(root, "", new Problems(locations)));
        };
    }

    /** A file that is right in itself. */
    private record Whole(Spot file, Model model) {}

    private static Read read(String yaml, Consumer<Whole> comparing) {
        return switch (YamlTree.parse(yaml)) {
            case YamlTree.Parsed.Unreadable(var problem) -> new Invalid(List.of(problem));
            case YamlTree.Parsed.Tree(var root, var locations) ->
                read(new Spot(root, "", new Problems(locations)), comparing);
        };
    }

    private static Read read(Spot file, Consumer<Whole> comparing) {
        SchemaCheck.check(file.node(), file.problems());
        if (!file.problems().none()) {
            return new Invalid(file.problems().list());
        }
        var model = ModelReader.read(file);
        if (file.problems().none()) {
            comparing.accept(new Whole(file, model));
        }
        return file.problems().none()
                ? new Valid(model)
                : new Invalid(file.problems().list());
    }
}
