package dev.plumbline.cli.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A request to be. Whatever comes from outside is escaped where it is put in. */
public final class Call {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration USUAL = Duration.ofSeconds(30);

    private final String method;
    private final StringBuilder path;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte @Nullable [] body;
    private Duration patience = USUAL;
    private boolean withKey = true;
    private boolean asked;

    private Call(String method, String path) {
        this.method = method;
        this.path = new StringBuilder(path);
    }

    /** @param template each {@code {}} of which is replaced by the next part, escaped */
    public static Call get(String template, String... parts) {
        return new Call("GET", path(template, parts));
    }

    public static Call post(String template, String... parts) {
        return new Call("POST", path(template, parts));
    }

    private static String path(String template, String... parts) {
        String path = template;
        for (String part : parts) {
            // Servers and proxies resolve these before anybody reads them.
            if (part.isBlank() || part.equals(".") || part.equals("..")) {
                throw Failure.of("\"" + part + "\" cannot stand in an address", "Name it as it is known to Plumbline");
            }
            path = path.substring(0, path.indexOf("{}")) + escaped(part) + path.substring(path.indexOf("{}") + 2);
        }
        return path;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Left out when it was not given. */
    public Call with(String parameter, @Nullable Object value) {
        if (value != null) {
            path.append(asked ? '&' : '?').append(parameter).append('=').append(escaped(value.toString()));
            asked = true;
        }
        return this;
    }

    public Call header(String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
        return this;
    }

    public Call json(Object content) {
        headers.put("Content-Type", "application/json");
        body = JSON.writeValueAsBytes(content);
        return this;
    }

    public Call yaml(String content) {
        headers.put("Content-Type", "application/yaml");
        body = content.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public Call bytes(byte[] content) {
        body = content;
        return this;
    }

    public Call within(Duration longest) {
        patience = longest;
        return this;
    }

    /** For what is open to everybody, and for what is not ours to answer. */
    public Call withoutKey() {
        withKey = false;
        return this;
    }

    String method() {
        return method;
    }

    String path() {
        return path.toString();
    }

    Map<String, String> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    Duration patience() {
        return patience;
    }

    boolean takesKey() {
        return withKey;
    }
}
