package dev.plumbline.sync.inbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets what was delivered once nobody can ask the provider about it any more (S-11): a payload is full of names and
 * addresses. That it came, when, and the hash of its bytes stay.
 */
@Component
public class OldPayloads {
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final Duration kept;

    OldPayloads(JdbcClient jdbc, @Value("${plumbline.inbox.payload-kept:P30D}") Duration kept) {
        this.jdbc = jdbc;
        this.kept = kept;
    }

    /** How many it forgot. */
    public int forget(Instant now) {
        int all = 0;
        int some;
        do {
            some = jdbc.sql("""
                            update inbox set payload_sha256 = sha256(payload), payload = null
                            where id = any(array(
                                select id from inbox where payload is not null and received_at < :before
                                order by received_at limit :atOnce))
                            """)
                    .param("before", now.minus(kept).atOffset(ZoneOffset.UTC))
                    .param("atOnce", AT_ONCE)
                    .update();
            all += some;
        } while (some == AT_ONCE);
        return all;
    }
}
