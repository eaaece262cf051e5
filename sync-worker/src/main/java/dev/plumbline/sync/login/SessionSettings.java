package dev.plumbline.sync.login;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How long a login lasts. */
@Component
class SessionSettings {
    private final Duration idle;
    private final Duration longest;
    private final Duration fresh;

    SessionSettings(
            @Value("${plumbline.console.idle:PT30M}") Duration idle,
            @Value("${plumbline.console.longest:PT10H}") Duration longest,
            @Value("${plumbline.console.fresh:PT1H}") Duration fresh) {
        this.idle = idle;
        this.longest = longest;
        this.fresh = fresh;
    }

    /** Without a request. */
    Duration idle() {
        return idle;
    }

    /** Whatever somebody does meanwhile. */
    Duration longest() {
        return longest;
    }

    /** For what a second person decides, and for what an admin does: after this they log in once more (S-9). */
    Duration fresh() {
        return fresh;
    }
}
