package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.ModelRevision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Two catalog files of one company, each of which may follow the other: they differ in what is not frozen. */
final class Catalogs {
    static final String ONE = demo();
    static final String OTHER = replaced(
            replaced(ONE, "past_due: { grace: P10D", "past_due: { grace: P4D"),
            "paused: { deny: [bank_payouts, sso, api_access] }",
            "paused: { deny: [sso] }");

    private Catalogs() {}

    static List<ModelRevision> models() {
        return List.of(model(ONE), model(OTHER));
    }

    private static ModelRevision model(String source) {
        return switch (CatalogFile.read(source)) {
            case CatalogFile.Valid(var valid) -> new ModelRevision(1, source, "", Instant.EPOCH, "test", null, valid);
            case CatalogFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static String replaced(String source, String what, String by) {
        if (!source.contains(what)) {
            throw new AssertionError("The demo's catalog has no " + what);
        }
        return source.replace(what, by);
    }

    private static String demo() {
        try (InputStream file = Catalogs.class.getResourceAsStream("/demo/harbor.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
