package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.BodyTooSlow;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A body as it comes in: all the time that is waited for it together has an end, whoever reads it. */
final class PatientBody implements InputBuffer {
    private final InputBuffer body;
    private final Request request;
    private final WaitingBodies waiting;
    private final long longest;
    private final Runnable refusing;
    private long waited;
    private boolean tooSlow;

    /** @param refusing answers, for who reads it may take what is there for all there is */
    PatientBody(Request request, WaitingBodies waiting, Duration longest, Runnable refusing) {
        this.body = request.getInputBuffer();
        this.request = request;
        this.waiting = waiting;
        this.longest = longest.toNanos();
        this.refusing = refusing;
    }

    /** What is here costs nothing; what is not is waited for, beside as many others of the address as may wait. */
    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (tooSlow) {
            throw new BodyTooSlow("It was too slow before");
        }
        if (body.available() > 0 || request.isFinished()) {
            return body.doRead(handler);
        }
        if (waited > longest) {
            throw tooSlow("It did not come in " + Duration.ofNanos(longest));
        }
        if (!waiting.enter()) {
            throw tooSlow("Too many of its address are waited for");
        }
        long from = System.nanoTime();
        try {
            return body.doRead(handler);
        } catch (SocketTimeoutException pause) {
            throw tooSlow("Nothing came for too long");
        } finally {
            waited += System.nanoTime() - from;
            waiting.leave();
        }
    }

    private BodyTooSlow tooSlow(String why) {
        tooSlow = true;
        refusing.run();
        return new BodyTooSlow(why);
    }

    boolean isTooSlow() {
        return tooSlow;
    }

    @Override
    public int available() {
        return tooSlow ? 0 : body.available();
    }

    /** Back to what it was: the connection may have another request. */
    void end() {
        request.setInputBuffer(body);
    }
}
