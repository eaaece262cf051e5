package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The committed description of the API is what is served. Write it anew with {@code -Dplumbline.openapi.write=true}. */
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @Test
    @DisplayName("docs/openapi.json is what /v3/api-docs serves")
    void isCommitted() throws IOException {
        Path committed = Path.of("..", "docs", "openapi.json");
        String served;
        try (RunningPlumbline plumbline = RunningPlumbline.start()) {
            ObjectNode api = (ObjectNode) plumbline.json("/v3/api-docs");
            api.remove("servers");
            served = JSON.writeValueAsString(JSON.treeToValue(api, Object.class)) + "\n";
        }
        if (Boolean.getBoolean("plumbline.openapi.write")) {
            Files.writeString(committed, served);
        }
        JsonNode now = JSON.readTree(served);
        assertThat(now.path("openapi").asString()).startsWith("3.1");
        assertThat(Files.readString(committed))
                .as("docs/openapi.json; if the change is meant: ./mvnw test -pl sync-worker -am -Dtest=OpenApiTest"
                        + " -Dplumbline.openapi.write=true")
                .isEqualTo(served);
    }
}
