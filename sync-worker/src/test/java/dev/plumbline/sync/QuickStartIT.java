package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README's quick start with nothing configured: the jar as it is, then unpacked as the launcher runs it. */
class QuickStartIT {
    private static final Pattern KEY = Pattern.compile("plk_[A-Za-z0-9_]+");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private PlumblineProcess demo;

    @BeforeEach
    void prepare() {
        demo = new PlumblineProcess(folder).running(PlumblineProcess.jar());
    }

    @AfterEach
    void end() {
        if (demo.isAlive()) {
            demo.stop();
        }
    }

    @Test
    @DisplayName(
            "The copied line answers with an explanation; a second one says what is taken; again after a stop and kill -9")
    void answersTheCopiedLine() throws Exception {
        demo.start();
        theCopiedLineAnswers();
        thePagesShowIt();
        itsPeopleDecided();
        aSecondOneSaysWhatIsTaken();
        demo.stop();
        // The database ends last: with the library's own hook it was gone first, and every loop failed for half a
        // minute. One customer is planted so that nobody can read it.
        assertThat(Files.readAllLines(demo.log()))
                .filteredOn(line -> !line.contains("cus_tidewater"))
                .noneMatch(line -> line.contains("failed and is tried again"))
                .noneMatch(line -> line.contains("Timed-out waiting"));
        demo.unpacked().start();
        theCopiedLineAnswers();
        demo.kill();
        demo.start();
        theCopiedLineAnswers();
        itsPeopleDecided();
        itsLastMonthIsSigned();
    }

    /** Once in the life of the demo, by its preparer and its reviewer, of a run that found the planted breaks. */
    private void itsLastMonthIsSigned() throws IOException {
        String key = key();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            JsonNode last = JSON.readTree(get("/v1/periods", key).body())
                    .path("data")
                    .valueStream()
                    .filter(month -> month.path("over").asBoolean())
                    .findFirst()
                    .orElseThrow();
            assertThat(last.path("state").asString()).isEqualTo("locked");
            assertThat(last.path("packs")).hasSize(1);
            assertThat(last.path("steps")
                            .valueStream()
                            .map(step -> step.path("by").asString()))
                    .containsExactly("finance-preparer", "finance-reviewer", "finance-reviewer");
        });
    }

    /** Each decision once, however often it was started. */
    private void itsPeopleDecided() throws IOException {
        String key = key();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(get("/v1/overrides", key).body())
                    .containsOnlyOnce("Tries single sign-on before they buy Business")
                    .containsOnlyOnce("Goodwill after the outage of last week")
                    .containsOnlyOnce("A leaked API key; closed until they have changed it");
            // Not what they may use: the demo's customers go on buying and leaving.
            assertThat(get("/v1/customers/cus_porto/schedule", key).body())
                    .containsOnlyOnce("Won back: Starter for three months");
        });
    }

    private void theCopiedLineAnswers() throws IOException {
        String key = key();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> answer = get("/v1/customers/cus_nordlys/entitlements/sso/explain", key);
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode explained = JSON.readTree(answer.body());
            assertThat(explained.at("/decision/hasAccess").asBoolean()).isTrue();
            assertThat(explained.at("/decision/source/ref").asString()).isEqualTo("team@1");
            assertThat(explained.get("layers").size()).isGreaterThan(3);
            assertThat(explained.get("facts").size()).isGreaterThan(1);
        });
    }

    private void thePagesShowIt() throws Exception {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String start = get("/", "none").body();
            assertThat(start).contains("Nordlys Design").contains("/demo/customers/cus_nordlys");
        });
        assertThat(get("/demo/customers/cus_nordlys", "none").body())
                .contains("team@1")
                .contains("why?");
        assertThat(get("/demo/customers/cus_nordlys/sso", "none").body()).contains("1 plan version");
        assertThat(get("/demo/customers/cus_nobody/sso", "none").statusCode()).isEqualTo(404);
    }

    private void aSecondOneSaysWhatIsTaken() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("second"));
        var samePort = new PlumblineProcess(elsewhere).with("SERVER_PORT", Integer.toString(demo.port()));
        samePort.launch();
        assertThat(samePort.awaitEnd()).isNotZero();
        assertThat(Files.readString(samePort.log())).contains("Port " + demo.port() + " was already in use");

        var sameFolder = new PlumblineProcess(elsewhere)
                .with("PLUMBLINE_EMBEDDED_DIR", folder.resolve(".plumbline/pg").toString());
        sameFolder.launch();
        assertThat(sameFolder.awaitEnd()).isNotZero();
        assertThat(Files.readString(sameFolder.log()))
                .contains("Another Plumbline runs on")
                .contains("--plumbline.embedded.dir");
    }

    private String key() throws IOException {
        Matcher found = KEY.matcher(Files.readString(demo.log()));
        assertThat(found.find()).as("a key in " + demo.log()).isTrue();
        return found.group();
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        return demo.http()
                .send(
                        HttpRequest.newBuilder(demo.uri(path))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
