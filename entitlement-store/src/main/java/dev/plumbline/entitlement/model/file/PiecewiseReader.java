package dev.plumbline.entitlement.model.file;

import java.io.IOException;
import java.io.StringReader;

/**
 * The text of a file for the YAML scanner, in pieces that leave room in its buffer. It reads until the buffer is full, and then
 * one character more when the last is half of a pair (an emoji): beyond the end, so that it refuses a good file
 * (snakeyaml-engine 3.0.1, StreamReader).
 */
public final class PiecewiseReader extends StringReader {
    /** Its buffer has 1025. */
    private static final int PIECE = 1_024;

    public PiecewiseReader(String yaml) {
        super(yaml);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, PIECE));
    }
}
