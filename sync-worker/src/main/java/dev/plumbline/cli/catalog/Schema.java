package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** For editors and CI that have no Plumbline running. */
@Command(name = "schema", description = "Print the JSON Schema of the catalog file; offline.")
final class Schema implements Callable<Integer> {
    private final Shell shell;

    Schema(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (InputStream schema = Schema.class.getResourceAsStream("/schema/catalog-1.json")) {
            shell.terminal().file(new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8));
            return Exit.OK;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
