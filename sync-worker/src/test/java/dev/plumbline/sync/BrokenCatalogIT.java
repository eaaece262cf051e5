package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar with a catalog file that is wrong. */
class BrokenCatalogIT {
    @Test
    @DisplayName("It ends with an exit code that is not 0, says what to mend and where, and leaves no database behind")
    void endsWithAnError(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), """
                format: 1
                catalog: { key: harbor, name: Harbor, owner: a@b.example, currency: EUR }
                features:
                  seats: { name: Seats, type: quantitty }
                """);
        var plumbline = new PlumblineProcess(folder)
                .with("PLUMBLINE_CATALOG", file.toString())
                .with("PLUMBLINE_CATALOG_PUBLISH", "true");
        plumbline.launch();

        assertThat(plumbline.awaitEnd()).isNotZero();
        assertThat(Files.readString(plumbline.log()))
                .contains(file + ":4:")
                .contains("APPLICATION FAILED TO START")
                .doesNotContain("\tat ");
        assertThat(folder.resolve(".plumbline")).doesNotExist();
    }
}
