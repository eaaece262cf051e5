package dev.plumbline.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** One keep-alive connection on which the next request depends on the last answer. For one thread. */
public final class Dialogue implements AutoCloseable {
    private final Socket socket;
    private final byte[] in = new byte[16 * 1024];
    private final AnswerReader answer = new AnswerReader();

    public Dialogue(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What came, as it came. */
    public record Answer(int status, String text) {}

    public Answer post(String path, String authorization, String json) {
        byte[] body = json.getBytes(UTF_8);
        String head =
                "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, authorization, body.length);
        try {
            answer.clear();
            socket.getOutputStream().write((head + json).getBytes(UTF_8));
            while (true) {
                int read = socket.getInputStream().read(in);
                if (read < 0) {
                    throw new IOException("closed by the server");
                }
                if (answer.take(ByteBuffer.wrap(in, 0, read))) {
                    return new Answer(answer.status(), answer.text());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
