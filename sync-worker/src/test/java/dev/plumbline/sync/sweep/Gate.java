package dev.plumbline.sync.sweep;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands before a simulated Stripe and lets requests through, or answers as Stripe does to a key that is not the right one. */
final class Gate implements AutoCloseable {
    enum Key {
        RIGHT,
        /** Unknown: 401. */
        WRONG,
        /** Known, without the permission: 403. */
        WEAK,
        /** Of another account: no customer of ours is there, and its lists are empty. */
        OF_ANOTHER_ACCOUNT
    }

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile @Nullable URI behind;
    volatile Key key = Key.RIGHT;

    Gate() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void before(URI stripe) {
        behind = stripe;
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI target = behind;
        switch (key) {
            case WRONG -> write(exchange, 401, error("Invalid API Key provided.", null));
            case WEAK -> write(exchange, 403, error("The provided key does not have the required permissions.", null));
            case OF_ANOTHER_ACCOUNT -> {
                boolean one = exchange.getRequestURI().getPath().split("/").length == 4;
                write(
                        exchange,
                        one ? 404 : 200,
                        one
                                ? error("No such object", "resource_missing")
                                : "{\"object\":\"list\",\"data\":[],\"has_more\":false,\"url\":\"/\"}");
            }
            case RIGHT -> {
                if (target == null) {
                    write(exchange, 503, error("not yet", null));
                } else {
                    pass(exchange, target);
                }
            }
        }
    }

    private static String error(String message, @Nullable String code) {
        return "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\""
                + (code == null ? "" : ",\"code\":\"" + code + "\"") + "}}";
    }

    private void pass(HttpExchange exchange, URI target) throws IOException {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(
                                    target.resolve(exchange.getRequestURI().toString()))
                            .header(
                                    "Authorization",
                                    exchange.getRequestHeaders().getFirst("Authorization"))
                            .GET()
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            write(exchange, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
