package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.List;
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
        return readAgainst(yaml, null, Instant.MIN);
    }

    /**
     * Checks the file as the successor of what is published as well: versions that are published stay as they are, and new
     * dates do not lie in the past. At the first publish there is nothing to compare with.
     */
    public static Read readAgainst(String yaml, @Nullable Model published, Instant now) {
        return switch (YamlTree.parse(yaml)) {
            case YamlTree.Parsed.Unreadable(var problem) -> new Invalid(List.of(problem));
            case YamlTree.Parsed.Tree(var root, var locations) ->
                read(new Spot(root, "", new Problems(locations)), published, now);
        };
    }

    private static Read read(Spot file, @Nullable Model published, Instant now) {
        SchemaCheck.check(file.node(), file.problems());
        if (!file.problems().none()) {
            return new Invalid(file.problems().list());
        }
        var model = ModelReader.read(file);
        if (published != null && file.problems().none()) {
            new Succession(file, published, model, now).check();
        }
        return file.problems().none()
                ? new Valid(model)
                : new Invalid(file.problems().list());
    }
}
