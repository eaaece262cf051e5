package dev.plumbline.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Listens to server-sent events as the standard says, over a socket that can be cut. */
final class Listener implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    final int status;
    final String head;
    String lastId = "";
    int comments;

    record Heard(long id, String kind, String data) {}

    Listener(URI uri, String key, @Nullable String lastEventId) throws IOException {
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(60_000);
        String request = "GET " + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + key + "\r\n"
                + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var lines = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.append(line).append('\n');
        }
        head = lines.toString();
        status = Integer.parseInt(head.substring(9, 12));
    }

    /** The next event; null when the server ended the stream. */
    @Nullable
    Heard next() throws IOException {
        String kind = "message";
        var data = new StringBuilder();
        while (true) {
            String line = in.readLine();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Heard(Long.parseLong(lastId), kind, data.toString());
                }
                kind = "message";
            } else if (line.startsWith(":")) {
                comments++;
            } else if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            } else if (line.startsWith("event: ")) {
                kind = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
    }

    /** Reads on until the id that says where it stands has come. */
    void settle() throws IOException {
        while (lastId.isEmpty()) {
            String line = in.readLine();
            if (line != null && line.startsWith("id: ")) {
                lastId = line.substring(4);
                in.readLine();
            }
        }
    }

    /** Until heartbeats say that it stands there. */
    void nextComment(long position) throws IOException {
        while (Long.parseLong(lastId) < position) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            comments += line.startsWith(":") ? 1 : 0;
            lastId = line.startsWith("id: ") ? line.substring(4) : lastId;
        }
    }

    String rest() throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
