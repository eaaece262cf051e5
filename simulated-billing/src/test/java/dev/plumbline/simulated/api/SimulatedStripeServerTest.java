package dev.plumbline.simulated.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.simulated.Shop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulatedStripeServerTest {
    private final Shop shop = new Shop(2);
    private final SimulatedStripeServer server = SimulatedStripeServer.start(shop.api, 0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void answersOverASocketAsWithoutOne() throws Exception {
        shop.subscribe("team_monthly", "metered");
        String path = "/v1/subscriptions?customer=cus_acme&status=all&expand%5B%5D=data.customer";

        HttpResponse<String> answer = get(path, Duration.ofSeconds(10));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(shop.get(path).body());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Request-Id")).isPresent();
    }

    @Test
    @DisplayName("S-20 a POST is refused and remembered")
    void refusesToWrite() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(server.base().resolve("/v1/customers"))
                .header("Authorization", "Bearer " + Shop.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("name=x"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        assertThat(shop.api.log().writes()).hasSize(1);
    }

    @Test
    @DisplayName("F-64 connections break, and the next request is answered again")
    void breaksConnections() throws Exception {
        shop.api.next(new Trouble.CutOff(), new Trouble.ServerError(502), new Trouble.Html(), new Trouble.Hang());

        assertThatThrownBy(() -> get("/v1/prices", Duration.ofSeconds(10))).isInstanceOf(IOException.class);
        assertThat(get("/v1/prices", Duration.ofSeconds(10)).statusCode()).isEqualTo(502);
        assertThat(get("/v1/prices", Duration.ofSeconds(10)).body()).startsWith("<!doctype html>");
        assertThatThrownBy(() -> get("/v1/prices", Duration.ofSeconds(2))).isInstanceOf(HttpTimeoutException.class);
        assertThat(get("/v1/prices", Duration.ofSeconds(10)).statusCode()).isEqualTo(200);
    }

    @Test
    void closesAConnectionWithoutAnAnswer() {
        // More than one: a client may try a GET again by itself when the connection was an old one.
        shop.api.next(Stream.generate(Trouble.Reset::new).limit(5).toArray(Trouble[]::new));
        assertThatThrownBy(() -> get("/v1/prices", Duration.ofSeconds(10))).isInstanceOf(IOException.class);
    }

    @Test
    void takesItsTimeWhenToldTo() throws Exception {
        shop.api.next(new Trouble.Slow(Duration.ofMillis(150)));
        long before = System.nanoTime();
        get("/v1/prices", Duration.ofSeconds(10));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void servesManyAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> one =
                    () -> get("/v1/prices", Duration.ofSeconds(30)).statusCode();
            List<Future<Integer>> all =
                    threads.invokeAll(Stream.generate(() -> one).limit(200).toList());
            for (Future<Integer> status : all) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
        assertThat(shop.api.log().count()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.base().resolve(path))
                .header("Authorization", "Bearer " + Shop.KEY)
                .timeout(timeout)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
