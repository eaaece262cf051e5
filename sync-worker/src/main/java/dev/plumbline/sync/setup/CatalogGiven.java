package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.model.file.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The catalog file that an operator wants published at the start.
 *
 * @param name as it was given, for messages
 */
record CatalogGiven(String name, String source) {
    private static final String ON_CLASS_PATH = "classpath:";

    /** Empty when none is to be published. */
    static Optional<CatalogGiven> in(Environment environment) {
        String catalog = environment.getProperty("plumbline.catalog", "");
        boolean demo = environment.getProperty("plumbline.demo", Boolean.class, false);
        boolean publish = environment.getProperty("plumbline.catalog.publish", Boolean.class, demo);
        return catalog.isBlank() || !publish ? Optional.empty() : Optional.of(read(catalog));
    }

    /** All of it at once, each with its place, so that a person mends the file in one go. */
    StartRefused refused(List<Problem> problems) {
        return refused(problems.stream().map(this::place).collect(Collectors.joining("\n")));
    }

    StartRefused refused(String mend) {
        return new StartRefused("The catalog " + name + " cannot be published", mend, null);
    }

    private String place(Problem problem) {
        String where = problem.line() == 0 ? "" : problem.line() + ":" + problem.column() + ":";
        return name + ":" + where + " " + problem.code() + " " + problem.message();
    }

    private static CatalogGiven read(String catalog) {
        try {
            if (catalog.startsWith(ON_CLASS_PATH)) {
                var resource = new DefaultResourceLoader().getResource(catalog);
                return new CatalogGiven(catalog, resource.getContentAsString(StandardCharsets.UTF_8));
            }
            Path file = file(Path.of(catalog));
            return new CatalogGiven(file.toString(), Files.readString(file));
        } catch (CharacterCodingException notUtf8) {
            throw new StartRefused(catalog + " is not UTF-8", "Save the catalog file as UTF-8.", notUtf8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A folder stands for the one catalog file in it. */
    private static Path file(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new StartRefused(
                    "There is no catalog at " + path.toAbsolutePath(),
                    "Set PLUMBLINE_CATALOG to a catalog file or to a folder with one.",
                    null);
        }
        if (!Files.isDirectory(path)) {
            return path;
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> catalogs =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            if (catalogs.size() != 1) {
                throw new StartRefused(
                        path + " has " + catalogs.size() + " catalog files (*.yaml)",
                        "Name the one to publish: PLUMBLINE_CATALOG=" + path + "/….yaml",
                        null);
            }
            return catalogs.getFirst();
        }
    }
}
