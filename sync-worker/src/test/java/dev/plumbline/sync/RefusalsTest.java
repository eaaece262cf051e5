package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 04, errors: whoever refuses, be it the server below us, the answer is a problem with a code and repeats nothing (S-12). */
class RefusalsTest {
    private static final String SECRET = "s3cret";
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.stripe.mute.api-key", "rk_test_mute"));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    static java.util.List<Arguments> requests() {
        String host = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String empty = host + "Content-Length: 0\r\n\r\n";
        return java.util.List.of(
                Arguments.of("a bad escape", "GET /v1/customers/%zz" + SECRET + empty, 400, "INVALID_HTTP"),
                Arguments.of("a bad escape at the door for webhooks", "POST /webhooks/%" + empty, 400, "INVALID_HTTP"),
                Arguments.of("half an escape", "GET /v1/customers/%2" + empty, 400, "INVALID_HTTP"),
                Arguments.of("no line of HTTP", SECRET + "\r\n\r\n", 400, "INVALID_HTTP"),
                Arguments.of("a character that is none", "GET /{" + SECRET + "}\u0001" + empty, 400, "INVALID_HTTP"),
                Arguments.of(
                        "headers without an end",
                        "GET /" + host + "X-Large: " + SECRET.repeat(5_000) + "\r\n\r\n",
                        400,
                        "INVALID_HTTP"),
                Arguments.of(
                        "a name that is no token",
                        "GET /" + host + "X (" + SECRET + "): 1\r\n\r\n",
                        400,
                        "INVALID_HTTP"),
                Arguments.of("no host", "GET / HTTP/1.1\r\n\r\n", 400, "INVALID_HTTP"),
                Arguments.of("another HTTP", "GET / HTTP/7.0\r\n\r\n", 505, "HTTP_VERSION_NOT_SUPPORTED"),
                Arguments.of(
                        "a coding nobody knows",
                        "POST /webhooks/stripe" + host + "Transfer-Encoding: " + SECRET + "\r\n\r\n",
                        501,
                        "NOT_IMPLEMENTED"),
                Arguments.of("no signature", "POST /webhooks/stripe/default" + empty, 401, "NOT_VERIFIED"),
                Arguments.of(
                        "a wrong signature",
                        "POST /webhooks/stripe" + host + "Stripe-Signature: t=1,v1=" + SECRET
                                + "\r\nContent-Length: 6\r\n\r\n" + SECRET,
                        401,
                        "NOT_VERIFIED"),
                Arguments.of("no such account", "POST /webhooks/stripe/" + SECRET + empty, 404, "ACCOUNT_UNKNOWN"),
                Arguments.of("no secret", "POST /webhooks/stripe/mute" + empty, 404, "ACCOUNT_UNKNOWN"),
                Arguments.of(
                        "no such provider", "POST /webhooks/" + SECRET + "/default" + empty, 404, "ACCOUNT_UNKNOWN"),
                Arguments.of(
                        "too large",
                        "POST /webhooks/stripe/default" + host + "Content-Length: 99999999\r\n\r\n",
                        413,
                        "TOO_LARGE"),
                Arguments.of("another method", "GET /webhooks/stripe/default" + empty, 405, "METHOD_NOT_ALLOWED"),
                Arguments.of("no provider", "POST /webhooks" + empty, 404, ""));
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @MethodSource("requests")
    void answersAProblem(String what, String request, int status, String code) throws IOException {
        String answer = send(request);
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end);
        assertThat(head).startsWith("HTTP/1.1 " + status);
        assertThat(head).containsIgnoringCase("Content-Type: application/problem+json");
        String body = answer.substring(end + 4);
        JsonNode problem = JsonMapper.shared().readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asString()).isNotBlank();
        if (!code.isEmpty()) {
            assertThat(problem.get("code").asString()).isEqualTo(code);
        }
        assertThat(body.length()).as("it costs nothing").isLessThan(400);
        assertThat(answer).doesNotContain(SECRET, "Tomcat", "Exception", "<html");
    }

    @Test
    @DisplayName("A delivery that is kept is answered with nothing at all")
    void saysNothingWhenAllIsWell() {
        byte[] body = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"foo.bar\"}".getBytes(StandardCharsets.UTF_8);
        var answer = plumbline.send(java.net.http.HttpRequest.newBuilder(plumbline.uri("/webhooks/stripe/default"))
                .header("Stripe-Signature", RunningPlumbline.signed(body))
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private static String send(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), plumbline.uri("/").getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return answer(socket.getInputStream());
        }
    }

    /** As far as the answer says it goes: the connection itself may stay open for what the sender still owes. */
    private static String answer(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return text.toString();
            }
            text.append((char) next);
        }
        var length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(text);
        byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
        return text + new String(body, StandardCharsets.UTF_8);
    }
}
