package dev.plumbline.entitlement.resolve;

import java.util.Arrays;
import java.util.List;

/** Segments put down one after the other. */
final class Strip {
    private Segment[] segments;
    private int size;

    /** @param size how many there will hardly be more of */
    Strip(int size) {
        segments = new Segment[size];
    }

    void add(Segment segment) {
        if (size == segments.length) {
            segments = Arrays.copyOf(segments, size + size / 4 + 4);
        }
        segments[size++] = segment;
    }

    int size() {
        return size;
    }

    /** To be kept; with no more room behind them than is worth a copy. */
    Segment[] segments() {
        return segments.length - size > size / 8 ? Arrays.copyOf(segments, size) : segments;
    }

    List<Segment> list() {
        return List.of(Arrays.copyOf(segments, size));
    }
}
