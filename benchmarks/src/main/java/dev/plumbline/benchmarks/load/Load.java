package dev.plumbline.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Sends the next request on a connection when the last one is answered, for a time; then waits for what is under way. One
 * thread, no allocation worth naming: the driver shares its cores with what it measures.
 */
public final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final int connections;
    private final int expectedStatus;

    /** @param expectedStatus every other answer is a failure */
    public Load(int port, int connections, int expectedStatus) {
        this.port = port;
        this.connections = connections;
        this.expectedStatus = expectedStatus;
    }

    public Tally run(Requests requests, Duration time) {
        try (Selector selector = Selector.open()) {
            return new Run(selector, requests, time).toEnd();
        } catch (IOException failure) {
            throw new UncheckedIOException("no connection to port " + port, failure);
        }
    }

    private final class Run {
        private final Selector selector;
        private final Requests requests;
        private final Duration time;
        private final Tally.Counting counting = new Tally.Counting(expectedStatus);
        private int underWay;

        Run(Selector selector, Requests requests, Duration time) {
            this.selector = selector;
            this.requests = requests;
            this.time = time;
        }

        Tally toEnd() throws IOException {
            for (int i = 0; i < connections; i++) {
                sendNext(new Connection(port, selector));
            }
            while (underWay > 0 && !counting.isBeyond(time.plus(PATIENCE))) {
                selector.select(this::proceed, 1_000);
            }
            for (int unanswered = underWay; unanswered > 0; unanswered--) {
                counting.failed("no answer within " + PATIENCE);
            }
            for (SelectionKey key : selector.keys()) {
                ((Connection) key.attachment()).close();
            }
            return counting.end();
        }

        private void proceed(SelectionKey key) {
            Connection connection = (Connection) key.attachment();
            try {
                if (connection.proceed()) {
                    underWay--;
                    counting.answered(connection.answer(), connection.nanosSinceSent());
                    sendNext(connection);
                }
            } catch (IOException broken) {
                underWay--;
                counting.failed(broken.toString());
                reconnect(connection);
            }
        }

        private void sendNext(Connection connection) throws IOException {
            if (requests.hasNext() && !counting.isBeyond(time)) {
                underWay++;
                connection.send(requests);
            }
        }

        private void reconnect(Connection broken) {
            try {
                broken.close();
                sendNext(new Connection(port, selector));
            } catch (IOException gone) {
                throw new UncheckedIOException("the server at port " + port + " is gone", gone);
            }
        }
    }
}
