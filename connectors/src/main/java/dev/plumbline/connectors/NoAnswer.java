package dev.plumbline.connectors;

import java.io.IOException;

/** The connection failed before a byte of an answer came, so asking again at once costs the provider nothing. */
public final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String message, Throwable source) {
        super(message, source);
    }
}
