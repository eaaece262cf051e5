package dev.plumbline.sync.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a PostgreSQL server that is cut when so much was said on it, all its connections at once, as a crash cuts them: what was
 * said last arrives, its answer does not. For a while after that nobody gets through.
 */
public final class CutLine implements AutoCloseable {
    private static final int SOME = 16_384;

    private final int server;
    private final String counted;
    private final long cutAfter;
    private final Duration away;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong said = new AtomicLong();
    private volatile long backAt = Long.MIN_VALUE;

    /**
     * @param server a port of this machine
     * @param counted what is said to the server counts if it has this in it: {@code COMMIT}, or empty for everything
     * @param cutAfter so many of these; {@link Long#MAX_VALUE} for never
     */
    public CutLine(int server, String counted, long cutAfter, Duration away) {
        this.server = server;
        this.counted = counted;
        this.cutAfter = cutAfter;
        this.away = away;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofPlatform().daemon().name("line").start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** How often something that counts was said to the server. */
    public long said() {
        return said.get();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (System.nanoTime() < backAt) {
                    client.close();
                    continue;
                }
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(behind);
                Thread.ofPlatform().daemon().start(() -> carry(client, behind, true));
                Thread.ofPlatform().daemon().start(() -> carry(behind, client, false));
            } catch (IOException closed) {
                // The line is closed, or whoever called has hung up.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean toServer) {
        var some = new byte[SOME];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                out.write(some, 0, read);
                out.flush();
                if (toServer && counts(some, read) && said.incrementAndGet() == cutAfter) {
                    cut();
                }
            }
        } catch (IOException cut) {
            // As it is meant to be.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean counts(byte[] some, int read) {
        return new String(some, 0, read, StandardCharsets.ISO_8859_1).contains(counted);
    }

    private void cut() {
        backAt = System.nanoTime() + away.toNanos();
        open.forEach(CutLine::hangUp);
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Then it is closed.
        }
    }

    @Override
    public void close() {
        hangUpEntrance();
        open.forEach(CutLine::hangUp);
    }

    private void hangUpEntrance() {
        try {
            entrance.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
