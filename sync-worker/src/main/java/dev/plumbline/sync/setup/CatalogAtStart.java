package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.stereotype.Component;

/** Publishes the operator's catalog file when the process starts, if it is to. */
@Component
class CatalogAtStart implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogAtStart.class);

    private final Publishing publishing;
    private final String catalog;
    private final boolean publish;

    CatalogAtStart(Publishing publishing, Environment environment, @Value("${plumbline.demo:false}") boolean demo) {
        this.publishing = publishing;
        this.catalog = environment.getProperty("plumbline.catalog", "");
        this.publish = environment.getProperty("plumbline.catalog.publish", Boolean.class, demo);
    }

    @Override
    public void run(ApplicationArguments args) throws IOException {
        if (catalog.isBlank() || !publish) {
            return;
        }
        String source = catalog.startsWith("classpath:")
                ? new DefaultResourceLoader().getResource(catalog).getContentAsString(StandardCharsets.UTF_8)
                : read(Path.of(catalog));
        var author = new Author("plumbline", "published at start from " + catalog);
        switch (publishing.publish(new Publishing.Wanted(source, author, null, null))) {
            case Published.Done(var revision) ->
                LOG.info("{} is published as model revision {}", catalog, revision.revision());
            case Published.Unchanged(var revision) ->
                LOG.info("{} is model revision {} already", catalog, revision.revision());
            case Published.Invalid(var problems) -> throw refused(problems);
            case Published.Frozen(var problems) -> throw refused(problems);
            case Published.BeforePending(var pending) ->
                throw new StartRefused(
                        "The catalog " + catalog + " cannot be published",
                        "Revision " + pending.revision() + " takes effect at " + pending.effectiveAt()
                                + " and this file would come before it. Withdraw that revision, or publish this one by the"
                                + " API for then or later.",
                        null);
            case Published.OutsideCadence(var wanted, var next) ->
                throw new StartRefused(
                        "The catalog " + catalog + " cannot be published now",
                        "It changes what more than one customer may use, and " + wanted
                                + " is not a day agreed for that."
                                + next.map(day ->
                                                " Start with PLUMBLINE_CATALOG_PUBLISH=false and publish it by the API"
                                                        + " with effectiveAt=" + day + ".")
                                        .orElse(" No agreed day is left in cadence.dates."),
                        null);
            case Published.StaleBase(var current) ->
                throw new IllegalStateException("No base was asked for: " + current);
            case Published.NotThen(var why) -> throw new IllegalStateException("No instant was asked for: " + why);
        }
    }

    private StartRefused refused(List<?> problems) {
        return new StartRefused(
                "The catalog " + catalog + " cannot be published",
                problems.stream().map(Object::toString).collect(Collectors.joining("\n")),
                null);
    }

    /** A folder stands for the one catalog file in it. */
    private static String read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new StartRefused(
                    "There is no catalog at " + path.toAbsolutePath(),
                    "Set PLUMBLINE_CATALOG to a catalog file or to a folder with one.",
                    null);
        }
        if (!Files.isDirectory(path)) {
            return Files.readString(path);
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
            return Files.readString(catalogs.getFirst());
        }
    }
}
