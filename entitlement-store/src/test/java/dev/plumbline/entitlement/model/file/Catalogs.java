package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Models for tests, written as people write them. */
public final class Catalogs {
    private Catalogs() {}

    /** The example of the design, word for word. */
    public static Model harbor() {
        return model(harborText());
    }

    public static String harborText() {
        return text("harbor.yaml");
    }

    public static Model model(String yaml) {
        return switch (CatalogFile.read(yaml)) {
            case CatalogFile.Valid(var model) -> model;
            case CatalogFile.Invalid(var problems) -> throw new AssertionError("Not a valid catalog: " + problems);
        };
    }

    /** A model with no more than these features and plans: the file's head is put before them. */
    public static Model aModel(String features, String plans) {
        return model(
                "format: 1\ncatalog: { key: test }\nmarkets: { nordics: [NO, SE, FI], dach: [DE, AT, CH] }\nfeatures:\n"
                        + features.indent(2)
                        + "plans:\n"
                        + plans.indent(2));
    }

    /** One of the catalogs that the product's questions are about. */
    public static Model questions(String name) {
        return model(questionsText(name));
    }

    public static String questionsText(String name) {
        return text("../questions/catalog/" + name);
    }

    public static String text(String name) {
        try (var in = Catalogs.class.getResourceAsStream("/catalog/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
