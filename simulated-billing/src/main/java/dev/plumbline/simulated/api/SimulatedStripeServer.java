package dev.plumbline.simulated.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulated API on a real port of the loopback interface, broken connections included. */
public final class SimulatedStripeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedStripeServer.class);

    static {
        // Otherwise the JDK's server waits 40 ms for an acknowledgement between the head and the body of an answer.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final SimulatedApi api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("simulated-stripe-", 1).daemon().factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    private SimulatedStripeServer(SimulatedApi api, HttpServer server) {
        this.api = api;
        this.server = server;
    }

    /** Port 0 takes a free one. */
    public static SimulatedStripeServer start(SimulatedApi api, int port) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer http = HttpServer.create(new InetSocketAddress(loopback, port), 0);
            SimulatedStripeServer started = new SimulatedStripeServer(api, http);
            http.setExecutor(started.threads);
            http.createContext("/", started::serve);
            http.start();
            LOG.info("simulated Stripe answers at {}", started.base());
            return started;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    /** What to use in place of https://api.stripe.com, without a slash at the end. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            Answer answer = api.answer(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    uri.getRawQuery(),
                    headers(exchange.getRequestHeaders()));
            pause(answer.delay());
            switch (answer.broken()) {
                case NOT -> send(exchange, answer, answer.bytes().length);
                case CUT_OFF -> send(exchange, answer, answer.bytes().length / 2);
                case RESET -> LOG.debug("closing without an answer");
                case HANGING -> pause(Duration.ofDays(1));
            }
        }
    }

    private static void send(HttpExchange exchange, Answer answer, int length) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.bytes().length);
        OutputStream body = exchange.getResponseBody();
        body.write(answer.bytes(), 0, length);
        body.flush();
    }

    /** Waits, but not beyond the life of the server. */
    private void pause(Duration wait) throws IOException {
        try {
            if (wait.isPositive() && closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("closed while a request was waiting");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> firstOfEach = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> firstOfEach.put(name, values.getFirst()));
        return firstOfEach;
    }
}
