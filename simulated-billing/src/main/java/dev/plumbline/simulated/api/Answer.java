package dev.plumbline.simulated.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request is answered with. Without sockets the caller plays the transport: it waits for {@code delay} on its own
 * clock and does to itself what {@code broken} says.
 */
public record Answer(int status, Map<String, String> headers, String body, Duration delay, Broken broken) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** How a connection may let one down. */
    public enum Broken {
        NOT,
        /** The body ends before its announced length. */
        CUT_OFF,
        /** Closed before a single byte. */
        RESET,
        /** Neither an answer nor an end. */
        HANGING
    }

    static Answer of(int status, Map<String, String> headers, String body) {
        return new Answer(status, Map.copyOf(headers), body, Duration.ZERO, Broken.NOT);
    }

    static Answer broken(Broken how) {
        return new Answer(0, Map.of(), "", Duration.ZERO, how);
    }

    Answer after(Duration wait) {
        return new Answer(status, headers, body, delay.plus(wait), broken);
    }

    Answer cutOff() {
        return new Answer(status, headers, body, delay, Broken.CUT_OFF);
    }

    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The body as JSON; throws when it is none. */
    public JsonNode json() {
        return MAPPER.readTree(body);
    }
}
