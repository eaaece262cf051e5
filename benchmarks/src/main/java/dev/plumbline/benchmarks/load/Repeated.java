package dev.plumbline.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Requests that may be sent any number of times, drawn at random. */
public final class Repeated implements Requests {
    private final byte[][] requests;
    private final SplittableRandom random;

    public Repeated(byte[][] requests, long seed) {
        this.requests = requests.clone();
        this.random = new SplittableRandom(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public void next(ByteBuffer into) {
        into.put(requests[random.nextInt(requests.length)]);
    }
}
