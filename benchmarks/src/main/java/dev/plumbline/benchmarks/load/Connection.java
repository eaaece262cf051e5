package dev.plumbline.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. */
final class Connection {
    private static final int LARGEST = 64 * 1024;
    /** A batch of usage is larger than a webhook. */
    private static final int LARGEST_SENT = 512 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST_SENT);
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST);
    private final AnswerReader answer = new AnswerReader();
    private long sentAt;

    Connection(int port, Selector selector) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(Requests requests) throws IOException {
        answer.clear();
        out.clear();
        requests.next(out);
        out.flip();
        sentAt = System.nanoTime();
        write();
    }

    /** @return whether the answer to what was sent has come */
    boolean proceed() throws IOException {
        if (out.hasRemaining()) {
            write();
        }
        if (!key.isReadable()) {
            return false;
        }
        in.clear();
        if (channel.read(in) < 0) {
            throw new IOException("closed by the server");
        }
        return answer.take(in.flip());
    }

    long nanosSinceSent() {
        return System.nanoTime() - sentAt;
    }

    AnswerReader answer() {
        return answer;
    }

    void close() throws IOException {
        channel.close();
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
    }
}
