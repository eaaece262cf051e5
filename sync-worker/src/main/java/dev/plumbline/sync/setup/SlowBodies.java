package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.BodyTooSlow;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Who sends bodies drop by drop holds a thread for each, on every route and before anybody knows who it is (ADR 33). Tomcat bounds
 * each read and not the body; so this stands before all else that reads one, forms and refused requests included.
 */
final class SlowBodies extends ValveBase {
    /** Of what nobody has read when the answer is ready: who is still sending hears the answer if the rest comes soon. */
    private static final long MOST_LEFT_OVER = 2 * 1024 * 1024;

    private static final byte[] PROBLEM = """
            {"title":"Request Timeout","status":408,"code":"BODY_TOO_SLOW","detail":"%s"}""".formatted(BodyTooSlow.DETAIL).getBytes(StandardCharsets.UTF_8);
    /** Tomcat closes after these itself, whatever is on its way. */
    private static final Set<Integer> CLOSING = Set.of(400, 408, 411, 413, 414, 500, 501, 503);

    private final Duration longest;
    private final int most;
    private final @Nullable MeterRegistry meters;
    private final ConcurrentMap<String, Integer> waiting = new ConcurrentHashMap<>();

    /**
     * @param longest that is waited for one body, all reads together
     * @param most bodies of one address that are waited for at the same time
     */
    SlowBodies(Duration longest, int most, @Nullable MeterRegistry meters) {
        super(true);
        this.longest = longest;
        this.most = most;
        this.meters = meters;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            getNext().invoke(request, response);
            return;
        }
        var body = new PatientBody(
                request.getCoyoteRequest(), waitingOf(request), longest, () -> refuse(request, response));
        request.getCoyoteRequest().setInputBuffer(body);
        boolean answered = false;
        try {
            getNext().invoke(request, response);
            answered = true;
        } finally {
            try {
                leftOver(request, response, body, answered);
            } finally {
                body.end();
            }
        }
    }

    /** By the address that those before us in the valves found out, so asked for when it is needed. */
    private WaitingBodies waitingOf(Request request) {
        return new WaitingBodies() {
            private String address = "";

            @Override
            public boolean enter() {
                address = String.valueOf(request.getRemoteAddr());
                if (waiting.merge(address, 1, Integer::sum) <= most) {
                    return true;
                }
                leave();
                return false;
            }

            @Override
            public void leave() {
                waiting.computeIfPresent(address, (_, many) -> many == 1 ? null : many - 1);
            }
        };
    }

    /** At once, so that it does not depend on who reads the body what is answered. */
    private void refuse(Request request, Response response) {
        if (meters != null) {
            meters.counter("plumbline.slow.bodies").increment();
        }
        if (response.isCommitted()) {
            return;
        }
        try {
            response.reset();
            response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
            response.setContentType("application/problem+json");
            response.getOutputStream().write(PROBLEM);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            getContainer().getLogger().debug("Nobody hears that " + request.getRequestURI() + " was too slow", gone);
        }
    }

    /** Tomcat would read what nobody read, for as long as it takes: here it takes no longer than all of it may. */
    private static void leftOver(Request request, Response response, PatientBody body, boolean answered)
            throws IOException {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        if (request.isAsync() || (!body.isTooSlow() && raw.isFinished())) {
            return;
        }
        boolean closes = CLOSING.contains(response.getStatus()) || "close".equals(response.getHeader("Connection"));
        if (answered && !closes && !body.isTooSlow() && !raw.hasExpectation()) {
            response.finishResponse();
            if (isReadToItsEnd(raw)) {
                return;
            }
        }
        raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private static boolean isReadToItsEnd(org.apache.coyote.Request raw) {
        var dropped = new Dropped();
        try {
            while (dropped.bytes < MOST_LEFT_OVER) {
                if (raw.doRead(dropped) < 0) {
                    return true;
                }
                dropped.count();
            }
        } catch (IOException slowOrGone) {
            return false;
        }
        return false;
    }

    private static final class Dropped implements ApplicationBufferHandler {
        private ByteBuffer some = ByteBuffer.allocate(0);
        private long bytes;

        private void count() {
            bytes += some.remaining();
            some.position(some.limit());
        }

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            some = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return some;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }
}
