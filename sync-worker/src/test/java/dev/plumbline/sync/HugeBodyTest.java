package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HugeBodyTest {
    private static final int CHUNK = 64 * 1024;
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName("F-34 S-3 fifty megabytes in chunks, without a length: 413 long before they are sent, and no row")
    void stopsReadingAtTheCap() throws IOException {
        int sent = 0;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), plumbline.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /webhooks/stripe/default HTTP/1.1\r\nHost: localhost\r\nStripe-Signature: t=1,v1=00\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = "1".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 800 && socket.getInputStream().available() == 0; i++) {
                    out.write((Integer.toHexString(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(chunk);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    sent += CHUNK;
                }
            } catch (SocketException closedOnUs) {
                // It need not listen any longer.
            }
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 413");
        }
        System.out.println("answered after " + sent / 1024 + " KiB of 51,200");
        assertThat(sent).isLessThan(20 * 1024 * 1024);
        assertThat(plumbline
                        .sql()
                        .sql("select count(*) from inbox")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("A length that is said and too large is refused before a byte is read")
    void believesAnHonestLength() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), plumbline.uri("/").getPort())) {
            socket.getOutputStream()
                    .write(
                            "POST /webhooks/stripe/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 52428800\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 413");
        }
    }
}
