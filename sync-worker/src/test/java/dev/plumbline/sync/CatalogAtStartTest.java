package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.Plumbline;
import dev.plumbline.sync.setup.StartRefused;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** A catalog that cannot be published is refused before a port is open, with all that is wrong with it. */
class CatalogAtStartTest {
    private static final String BROKEN = """
            format: 1
            catalog: { key: harbor, name: Harbor, owner: a@b.example, currency: EUR }
            features:
              sso:   { name: Single sign-on, type: switch }
              seats: { name: Seats, type: quantitty }
            plans:
              team:
                name: Team
                versions:
                  - { version: one, grants: { sso: true } }
            """;

    private final List<Object> served = new ArrayList<>();
    private final String database = TestPostgres.emptyDatabase();

    @Test
    @DisplayName("A broken file is refused before the database is touched: file, line and column of each problem")
    void refusesABrokenFileAtOnce(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.yaml"), BROKEN);

        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> start(file));

        assertThat(refused).hasMessage("The catalog " + file + " cannot be published");
        assertThat(refused.mend().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.matches("\\Q" + file + "\\E:[0-9]+:[0-9]+: [A-Z_]+ .+"))
                .anyMatch(line -> line.startsWith(file + ":5:"))
                .anyMatch(line -> line.startsWith(file + ":10:"));
        assertThat(served).isEmpty();
        assertThat(tables()).isZero();
    }

    @Test
    @DisplayName("An edit of what is published is refused with the database up and before a port is open")
    void refusesAFrozenEditBeforeItServes(@TempDir Path folder) throws IOException {
        String harbor = harbor();
        Path file = Files.writeString(folder.resolve("harbor.yaml"), harbor);
        start(file);
        assertThat(served).hasSize(1);
        Files.writeString(file, harbor.replaceFirst("seats: +([0-9]+)", "seats: 9999"));
        assertThat(Files.readString(file)).isNotEqualTo(harbor);

        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> start(file));

        assertThat(refused.mend()).contains(file + ":", "FROZEN_VERSION_CHANGED");
        assertThat(served).as("the first start only").hasSize(1);
    }

    private void start(Path catalog) {
        ApplicationListener<WebServerInitializedEvent> listening = served::add;
        new SpringApplicationBuilder(Plumbline.class)
                .listeners(listening)
                .run(
                        "--server.port=0",
                        "--plumbline.demo=false",
                        "--plumbline.db.url=" + database,
                        "--plumbline.db.user=postgres",
                        "--plumbline.catalog=" + catalog,
                        "--plumbline.catalog.publish=true")
                .close();
    }

    private long tables() throws SQLException {
        try (var connection = DriverManager.getConnection(database, "postgres", "");
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String harbor() throws IOException {
        try (InputStream file = CatalogAtStartTest.class.getResourceAsStream("/demo/harbor.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
