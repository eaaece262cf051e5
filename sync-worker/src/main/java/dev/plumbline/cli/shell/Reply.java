package dev.plumbline.cli.shell;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back. */
public final class Reply {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers.putAll(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean isGood() {
        return status >= 200 && status < 300;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A file, as it came. */
    public byte[] bytes() {
        return body.clone();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public JsonNode json() {
        JsonNode read = jsonOrNull();
        if (read == null) {
            throw Failure.of("The answer is not JSON", "Is PLUMBLINE_URL a Plumbline's address, and of this version?");
        }
        return read;
    }

    @Nullable
    JsonNode jsonOrNull() {
        try {
            JsonNode read = JSON.readTree(body);
            return read.isMissingNode() ? null : read;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
