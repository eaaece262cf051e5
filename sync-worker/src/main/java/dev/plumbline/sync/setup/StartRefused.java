package dev.plumbline.sync.setup;

import org.jspecify.annotations.Nullable;

/** We cannot start, and this is what a person can do about it. Shown without a stack trace. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    public StartRefused(String what, String mend, @Nullable Throwable cause) {
        super(what, cause);
        this.mend = mend;
    }

    public String mend() {
        return mend;
    }
}
