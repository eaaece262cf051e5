package dev.plumbline.entitlement.check.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes that came with a key of their own, and how they were answered. */
@Repository
public class IdempotentRequests {
    private final JdbcClient jdbc;

    IdempotentRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose key, and which. */
    record RequestId(String actor, String key) {}

    /** What is known when a request comes. */
    sealed interface Claim {
        /** It is ours to do. */
        record First() implements Claim {}

        record StillRunning() implements Claim {}

        record OtherRequest() implements Claim {}

        record Answered(Answer answer) implements Claim {}
    }

    /** @param body null when it was not kept, because it held a secret */
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String body) {}

    /** A claim that was never answered was made by a process that died: after a minute the request may be done again. */
    Claim claim(RequestId id, byte[] request) {
        int claimed = jdbc.sql("""
                        insert into idempotent_request (actor, key, request_hash) values (:actor, :key, :request)
                        on conflict (actor, key) do update set created_at = clock_timestamp()
                        where idempotent_request.status is null
                          and idempotent_request.request_hash = excluded.request_hash
                          and idempotent_request.created_at < clock_timestamp() - interval '1 minute'
                        """)
                .param("actor", id.actor())
                .param("key", id.key())
                .param("request", request)
                .update();
        return claimed == 1 ? new Claim.First() : earlier(id, request).orElseGet(() -> claim(id, request));
    }

    private Optional<Claim> earlier(RequestId id, byte[] request) {
        return jdbc.sql("""
                        select request_hash, status, content_type, body from idempotent_request
                        where actor = :actor and key = :key
                        """)
                .param("actor", id.actor())
                .param("key", id.key())
                .<Claim>query((row, n) -> {
                    if (!Arrays.equals(row.getBytes("request_hash"), request)) {
                        return new Claim.OtherRequest();
                    }
                    int status = row.getInt("status");
                    return row.wasNull()
                            ? new Claim.StillRunning()
                            : new Claim.Answered(
                                    new Answer(status, row.getString("content_type"), text(row.getBytes("body"))));
                })
                .optional();
    }

    void answered(RequestId id, Answer answer) {
        jdbc.sql("""
                        update idempotent_request set status = :status, content_type = :type, body = :body
                        where actor = :actor and key = :key
                        """)
                .param("actor", id.actor())
                .param("key", id.key())
                .param("status", answer.status())
                .param("type", answer.contentType())
                .param("body", answer.body() == null ? null : answer.body().getBytes(UTF_8), Types.BINARY)
                .update();
    }

    private static @Nullable String text(byte @Nullable [] body) {
        return body == null ? null : new String(body, UTF_8);
    }

    /** It failed for a reason that may pass: the same key may try again. */
    void release(RequestId id) {
        jdbc.sql("delete from idempotent_request where actor = :actor and key = :key and status is null")
                .param("actor", id.actor())
                .param("key", id.key())
                .update();
    }

    /** Answers older than this are kept no longer. */
    public int forget(Instant before) {
        return jdbc.sql("delete from idempotent_request where created_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
