package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Shell;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A list of the API, all pages of it. */
final class Pages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int AT_ONCE = 500;

    private Pages() {}

    static ArrayNode all(Shell shell, String path, @Nullable String state) {
        ArrayNode all = JSON.createArrayNode();
        String cursor = null;
        do {
            JsonNode page = shell.server()
                    .ask(Call.get(path)
                            .with("state", state)
                            .with("limit", AT_ONCE)
                            .with("cursor", cursor))
                    .json();
            page.path("data").forEach(all::add);
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        return all;
    }
}
