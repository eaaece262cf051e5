package dev.plumbline.sync.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a Tomcat with real sockets: five bodies of an address may be waited for, each for a second, or for as long as it takes. */
@Timeout(180)
class SlowBodiesTest {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** Longer than anybody here listens: what is heard there did not wait for a slow body. */
    private static final Duration ENDLESS = Duration.ofMinutes(5);

    private static final int MOST = 5;
    /** Of the server that gives up soon: the other one refuses a crowd, the last of whom may come when their test is over. */
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

    @TempDir
    private static Path folder;

    private static Tomcat tomcat;
    private static Tomcat patient;

    @BeforeAll
    static void start() throws Exception {
        tomcat = serving(LONGEST, METERS);
        patient = serving(ENDLESS, new SimpleMeterRegistry());
    }

    private static Tomcat serving(Duration longest, MeterRegistry meters) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve(longest.toString()).toString());
        tomcat.setPort(0);
        if (tomcat.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxThreads(20);
            http.setDisableUploadTimeout(false);
            http.setConnectionUploadTimeout((int) longest.multipliedBy(3).toMillis());
        }
        tomcat.getEngine().getPipeline().addValve(new SlowBodies(longest, MOST, meters));
        Context context = tomcat.addContext("", null);
        serve(
                context,
                "read",
                (request, response) -> response.getWriter()
                        .print("read " + request.getInputStream().readAllBytes().length));
        serve(
                context,
                "form",
                (request, response) -> response.getWriter()
                        .print("form " + request.getParameterMap().size()));
        serve(context, "refuse", (request, response) -> response.sendError(401));
        serve(
                context,
                "part",
                (request, response) -> response.getWriter()
                        .print("part " + request.getInputStream().read()));
        tomcat.start();
        return tomcat;
    }

    @AfterAll
    static void stop() throws Exception {
        for (Tomcat one : List.of(tomcat, patient)) {
            one.stop();
            one.destroy();
        }
    }

    private interface Served {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private static void serve(Context context, String name, Served served) {
        Tomcat.addServlet(context, name, new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                served.answer(request, response);
            }
        });
        context.addServletMappingDecoded("/" + name, name);
    }

    /** Somebody who sends by hand. */
    private record Sender(Socket socket) implements AutoCloseable {
        static Sender from(String address) throws IOException {
            return from(address, tomcat);
        }

        static Sender from(String address, Tomcat tomcat) throws IOException {
            var socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            socket.connect(new InetSocketAddress(
                    InetAddress.ofLiteral("127.0.0.1"), tomcat.getConnector().getLocalPort()));
            socket.setSoTimeout(60_000);
            return new Sender(socket);
        }

        Sender send(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
            return this;
        }

        Sender post(String path, int length) {
            return send(head(path, length));
        }

        /** In one piece, so that whoever has read the head finds the body there. */
        Sender postAtOnce(String path, String body) {
            return send(head(path, body.length()) + body);
        }

        private static String head(String path, int length) {
            return "POST /" + path
                    + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + length + "\r\n\r\n";
        }

        /** All there is until the connection closes. */
        String hearToTheEnd() throws IOException {
            var heard = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(heard);
            } catch (IOException reset) {
                // What was sent after the answer is refused by the system; what was heard before it counts.
            }
            return heard.toString(US_ASCII);
        }

        /** One answer, with a body of which the head says how long it is. */
        String hear() throws IOException {
            InputStream in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
            int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
            return head + new String(in.readNBytes(length), US_ASCII);
        }

        /** Until nobody takes it any more. */
        void drip(String drop) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    send(drop);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            } catch (UncheckedIOException closed) {
                // That is what is waited for.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    @DisplayName("A body with a pause in it comes through, and the connection is good for another one")
    void waitsForWhoIsSlowForAMoment() throws Exception {
        try (Sender sender = Sender.from("127.0.0.1", patient)) {
            for (int i = 0; i < 2; i++) {
                sender.post("read", 10).send("01234");
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                sender.send("56789");
                assertThat(sender.hear()).startsWith("HTTP/1.1 200").endsWith("read 10");
            }
            sender.post("refuse", 10).send("01234");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            sender.send("56789");
            assertThat(sender.hear()).startsWith("HTTP/1.1 401");
            assertThat(sender.post("part", 3).send("abc").hear()).endsWith("part 97");
            assertThat(sender.post("read", 0).hear()).endsWith("read 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "form", "refuse", "part"})
    @DisplayName("S-3 a body that comes drop by drop is given up after its time, whoever reads it, or nobody")
    void givesUpOnDrops(String path) throws Exception {
        Instant from = Instant.now();
        try (Sender sender = Sender.from("127.0.0.1")) {
            sender.post(path, 100_000).drip("a");
            // Tomcat bounds each pause alone: it takes drops for as long as they come.
            assertThat(Duration.between(from, Instant.now()))
                    .isBetween(LONGEST.minusMillis(200), Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("S-3 it hears 408 with a code, also when it is chunked, and when it says nothing at all")
    void saysWhy() throws Exception {
        double before = METERS.counter("plumbline.slow.bodies").count();
        try (Sender sender = Sender.from("127.0.0.1")) {
            sender.send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread.ofPlatform().start(() -> sender.drip("1\r\na\r\n"));
            assertThat(sender.hearToTheEnd()).startsWith("HTTP/1.1 408").contains("\"code\":\"BODY_TOO_SLOW\"");
        }
        try (Sender silent = Sender.from("127.0.0.1")) {
            assertThat(silent.post("read", 10).hearToTheEnd())
                    .startsWith("HTTP/1.1 408")
                    .contains("BODY_TOO_SLOW");
        }
        assertThat(METERS.counter("plumbline.slow.bodies").count()).isEqualTo(before + 2);
    }

    @Test
    @DisplayName(
            "S-3 of an address only so many are waited for: one more is refused at once, and whoever sends at once is not")
    void keepsThreadsForOthers() throws Exception {
        List<Sender> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) { // twice as many as there are threads
                slow.add(Sender.from("127.0.0.2", patient).post("read", 1_000).send("a"));
            }
            // Without the bound on an address all threads were held for longer than anybody listens (tried).
            try (Sender other = Sender.from("127.0.0.1", patient);
                    Sender same = Sender.from("127.0.0.2", patient)) {
                assertThat(other.post("read", 3).send("abc").hear()).endsWith("read 3");
                assertThat(same.postAtOnce("read", "abc").hear()).endsWith("read 3");
            }
        } finally {
            for (Sender one : slow) {
                one.close();
            }
        }
    }
}
