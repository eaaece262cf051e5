package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys there are, known by the SHA-256 of their secrets alone (S-7). */
@Repository
class ApiKeys {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;

    ApiKeys(JdbcClient jdbc, TransactionTemplate transactions, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** A key and its secret, which is known this once. */
    record Issued(ApiKey key, String secret) {}

    Issued issue(String name, Set<Scope> scopes, @Nullable Instant expiresAt, Author by) {
        String secret = Secret.make();
        return transactions.execute(tx -> {
            ApiKey key = jdbc.sql("""
                            insert into api_key (name, prefix, secret_sha256, scopes, created_by, expires_at)
                            values (:name, :prefix, :sha256, :scopes, :by, :expires)
                            returning id, name, prefix, scopes, created_at, created_by, expires_at, revoked_at, last_used_at
                            """)
                    .param("name", name)
                    .param("prefix", Secret.shown(secret))
                    .param("sha256", Secret.sha256(secret))
                    .param("scopes", scopes.stream().map(Scope::key).sorted().toArray(String[]::new))
                    .param("by", by.actor())
                    .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                    .query((row, n) -> key(row))
                    .single();
            audit.append(
                    new AuditEntry(by, "api-key.issued", "api-key", key.id().toString(), null, null, key));
            return new Issued(key, secret);
        });
    }

    /** False when there is no such key; a key that is revoked already stays as it is. */
    boolean revoke(UUID id, Author by) {
        return transactions.execute(tx -> {
            int revoked = jdbc.sql(
                            "update api_key set revoked_at = clock_timestamp() where id = :id and revoked_at is null")
                    .param("id", id)
                    .update();
            if (revoked == 1) {
                audit.append(new AuditEntry(by, "api-key.revoked", "api-key", id.toString(), null, null, null));
            }
            return isThere(id);
        });
    }

    List<ApiKey> list() {
        return jdbc.sql("""
                        select id, name, prefix, scopes, created_at, created_by, expires_at, revoked_at, last_used_at
                        from api_key order by created_at, id
                        """).query((row, n) -> key(row)).list();
    }

    /** Whose secret this is, if it is in force but for its expiry. */
    Optional<Caller> bySecret(byte[] sha256) {
        return jdbc.sql("""
                        select id, name, prefix, scopes, created_at, created_by, expires_at, revoked_at, last_used_at
                        from api_key where secret_sha256 = :sha256 and revoked_at is null
                        """)
                .param("sha256", sha256)
                .query((row, n) -> key(row))
                .optional()
                .map(ApiKeys::caller);
    }

    void used(String id, Instant when) {
        jdbc.sql("""
                        update api_key set last_used_at = :at
                        where id = :id::uuid and (last_used_at is null or last_used_at < :at::timestamptz - interval '1 minute')
                        """).param("id", id).param("at", when.atOffset(ZoneOffset.UTC)).update();
    }

    boolean isInForce(UUID id) {
        return jdbc.sql("""
                        select exists (select from api_key
                                       where id = :id and revoked_at is null and (expires_at is null or expires_at > clock_timestamp()))
                        """).param("id", id).query(Boolean.class).single();
    }

    private boolean isThere(UUID id) {
        return jdbc.sql("select exists (select from api_key where id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static Caller caller(ApiKey key) {
        Set<Scope> scopes =
                key.scopes().stream().flatMap(scope -> Scope.of(scope).stream()).collect(Collectors.toSet());
        return new Caller(key.id().toString(), key.name(), scopes, key.expiresAt());
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("prefix"),
                texts(row.getArray("scopes")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Stream.of((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
