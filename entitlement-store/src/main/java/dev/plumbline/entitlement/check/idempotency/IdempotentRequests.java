package dev.plumbline.entitlement.check.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** A request that runs, and by which of those who came with its key. */
    record Held(RequestId id, UUID claim) {}

    /** What is known when a request comes. */
    sealed interface Claim {
        /** It is ours to do, until nobody has heard of us for a minute. */
        record First(Held held) implements Claim {}

        record StillRunning() implements Claim {}

        record OtherRequest() implements Claim {}

        record Answered(Answer answer) implements Claim {}
    }

    /** @param body null when it was not kept, because it held a secret */
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {}

    /** A claim of which nothing was heard for a minute was made by a process that died: the request may be done again. */
    Claim claim(RequestId id, byte[] request) {
        var held = new Held(id, UUID.randomUUID());
        int claimed = jdbc.sql("""
                        insert into idempotent_request (actor, key, request_hash, claim, heard_at)
                        values (:actor, :key, :request, :claim, clock_timestamp())
                        on conflict (actor, key) do update
                            set created_at = clock_timestamp(), heard_at = excluded.heard_at, claim = excluded.claim
                        where idempotent_request.status is null
                          and idempotent_request.request_hash = excluded.request_hash
                          and idempotent_request.heard_at < clock_timestamp() - interval '1 minute'
                        """)
                .param("claim", held.claim())
                .param("actor", id.actor())
                .param("key", id.key())
                .param("request", request)
                .update();
        return claimed == 1 ? new Claim.First(held) : earlier(id, request).orElseGet(() -> claim(id, request));
    }

    private Optional<Claim> earlier(RequestId id, byte[] request) {
        return jdbc.sql("""
                        select request_hash, status, content_type, location, etag, body from idempotent_request
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
                            : new Claim.Answered(new Answer(
                                    status,
                                    row.getString("content_type"),
                                    row.getString("location"),
                                    row.getString("etag"),
                                    text(row.getBytes("body"))));
                })
                .optional();
    }

    /** They still run. */
    void stillRun(Collection<Held> all) {
        List<Held> each = List.copyOf(all);
        jdbc.sql("""
                        update idempotent_request r set heard_at = clock_timestamp()
                        from unnest(:actors::text[], :keys::text[], :claims::uuid[]) as held (actor, key, claim)
                        where r.actor = held.actor and r.key = held.key and r.claim = held.claim and r.status is null
                        """)
                .param("actors", each.stream().map(held -> held.id().actor()).toArray(String[]::new))
                .param("keys", each.stream().map(held -> held.id().key()).toArray(String[]::new))
                .param("claims", each.stream().map(Held::claim).toArray(UUID[]::new))
                .update();
    }

    /** Nothing is kept of one that was taken for dead, and that another did meanwhile. */
    void answered(Held held, Answer answer) {
        jdbc.sql("""
                        update idempotent_request
                        set status = :status, content_type = :type, location = :location, etag = :etag, body = :body
                        where actor = :actor and key = :key and claim = :claim
                        """)
                .param("actor", held.id().actor())
                .param("key", held.id().key())
                .param("claim", held.claim())
                .param("location", answer.location(), Types.VARCHAR)
                .param("etag", answer.etag(), Types.VARCHAR)
                .param("status", answer.status())
                .param("type", answer.contentType())
                .param("body", answer.body() == null ? null : answer.body().getBytes(UTF_8), Types.BINARY)
                .update();
    }

    private static @Nullable String text(byte @Nullable [] body) {
        return body == null ? null : new String(body, UTF_8);
    }

    /** It failed for a reason that may pass: the same key may try again. */
    void release(Held held) {
        jdbc.sql("""
                        delete from idempotent_request
                        where actor = :actor and key = :key and claim = :claim and status is null
                        """)
                .param("actor", held.id().actor())
                .param("key", held.id().key())
                .param("claim", held.claim())
                .update();
    }

    /** Answers older than this are kept no longer. */
    public int forget(Instant before) {
        return jdbc.sql("delete from idempotent_request where created_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
