package dev.plumbline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers what it is told to, as 04 says it looks like, and remembers what it was asked. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    record Answer(int status, String type, String body, Map<String, String> headers) {}

    /** @param path with its query */
    record Asked(String method, String path, Map<String, String> headers, String body) {}

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** The last one answers every time after. */
    StubServer answers(String methodAndPath, int status, String body) {
        return answers(
                methodAndPath, status, status < 400 ? "application/json" : "application/problem+json", body, Map.of());
    }

    synchronized StubServer answers(
            String methodAndPath, int status, String type, String body, Map<String, String> headers) {
        answers.computeIfAbsent(methodAndPath, absent -> new ArrayDeque<>())
                .add(new Answer(status, type, body, headers));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    Typed.At terminal() {
        return new Typed.At()
                .with("PLUMBLINE_URL", "http://127.0.0.1:" + server.getAddress().getPort())
                .with("PLUMBLINE_API_KEY", "plk_test_key");
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Deque<Answer> ready = answers.get(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
        Answer answer = ready == null
                ? new Answer(
                        404, "application/problem+json", "{\"code\":\"NOT_FOUND\",\"title\":\"Not Found\"}", Map.of())
                : ready.size() > 1 ? ready.remove() : ready.element();
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
