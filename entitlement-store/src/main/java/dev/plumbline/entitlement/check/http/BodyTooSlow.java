package dev.plumbline.entitlement.check.http;

import java.io.IOException;

/** While it is read: who sends a body drop by drop holds a thread for as long. */
public final class BodyTooSlow extends IOException {
    public static final String DETAIL =
            "The body did not come in time, or too many of this address come slowly: send it at once";

    public BodyTooSlow(String why) {
        super(why);
    }
}
