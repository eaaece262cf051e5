package dev.plumbline.benchmarks.load;

import java.nio.ByteBuffer;

/** What is sent, one after the other. Asked by one thread only. */
public interface Requests {
    boolean hasNext();

    /** Puts the next request, head and body, into the buffer. */
    void next(ByteBuffer into);
}
