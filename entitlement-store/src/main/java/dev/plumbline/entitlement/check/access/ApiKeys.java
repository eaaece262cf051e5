package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys there are, known by the SHA-256 of their secrets alone (S-7). */
@Repository
class ApiKeys {
    private static final String SELECT = """
            select k.id, k.name, k.prefix, k.scopes, k.created_at, k.created_by, k.expires_at, k.revoked_at, k.last_used_at,
                   k.person_id, k.hands, p.login, p.name as person_name, p.roles, k.replaces,
                   (select next.id from api_key next where next.replaces = k.id) as replaced_by,
                   case when k.revoked_at is not null then 'revoked'
                        when k.expires_at <= clock_timestamp() then 'expired'
                        when p.state <> 'active' then 'resting'
                        else 'active' end as state
            from api_key k left join person p on p.id = k.person_id
            """;

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

    /**
     * What a key is to be.
     *
     * @param person whose it is; null for an application's
     * @param replaces the key whose place it takes; null for none
     */
    record Wanted(
            String name,
            Set<Scope> scopes,
            @Nullable UUID person,
            @Nullable Instant expiresAt,
            @Nullable UUID replaces) {}

    /**
     * Which are listed; null for any.
     *
     * @param text part of the name, or how the secret goes on after its {@code plk_}
     * @param endingBefore those that are active and expire before then
     */
    record Filter(
            @Nullable String text,
            @Nullable String state,
            @Nullable String person,
            @Nullable Instant endingBefore) {}

    /**
     * Who makes a key, to rules that take two people.
     *
     * @param person behind them; null when that is nobody in particular
     * @param key that they come with; null on a page
     */
    record Maker(@Nullable UUID person, @Nullable String key) {
        static final Maker UNKNOWN = new Maker(null, null);

        static Maker of(Caller caller) {
            Person person = caller.person();
            return new Maker(person == null ? null : person.id(), caller.key());
        }
    }

    Issued issue(Wanted wanted, Author by, Maker maker) {
        String secret = Secret.make();
        return Objects.requireNonNull(transactions.execute(tx -> {
            UUID id = jdbc.sql("""
                            insert into api_key (name, prefix, secret_sha256, scopes, created_by, expires_at, person_id, issued_by,
                                                 made_with, replaces, line)
                            values (:name, :prefix, :sha256, :scopes, :by, :expires, :person, :issuer, :with,
                                    :replaces::uuid, (select coalesce(line, id) from api_key where id = :replaces::uuid))
                            returning id
                            """)
                    .param("name", wanted.name())
                    .param("prefix", Secret.shown(secret))
                    .param("sha256", Secret.sha256(secret))
                    .param(
                            "scopes",
                            wanted.scopes().stream().map(Scope::key).sorted().toArray(String[]::new))
                    .param("by", by.actor())
                    .param(
                            "expires",
                            wanted.expiresAt() == null
                                    ? null
                                    : wanted.expiresAt().atOffset(ZoneOffset.UTC),
                            Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("person", wanted.person(), Types.OTHER)
                    .param("issuer", maker.person(), Types.OTHER)
                    .param("with", maker.key(), Types.VARCHAR)
                    .param("replaces", wanted.replaces(), Types.OTHER)
                    .query(UUID.class)
                    .single();
            ApiKey key = find(id).orElseThrow();
            audit.append(
                    new AuditEntry(by, "api-key.issued", "api-key", key.id().toString(), null, null, key));
            return new Issued(key, secret);
        }));
    }

    /** False when there is no such key; a key that is revoked already stays as it is. */
    boolean revoke(UUID id, Author by) {
        return Objects.requireNonNull(transactions.execute(tx -> {
            int revoked = jdbc.sql(
                            "update api_key set revoked_at = clock_timestamp() where id = :id and revoked_at is null")
                    .param("id", id)
                    .update();
            if (revoked == 1) {
                audit.append(new AuditEntry(by, "api-key.revoked", "api-key", id.toString(), null, null, null));
            }
            return isThere(id);
        }));
    }

    Optional<ApiKey> find(UUID id) {
        return jdbc.sql(SELECT + " where k.id = :id")
                .param("id", id)
                .query((row, n) -> key(row))
                .optional();
    }

    /**
     * A new key with the name, scopes and person of one that stands, which works until then and no longer.
     *
     * @param until when the old one ends
     */
    Issued rotate(ApiKey old, Wanted wanted, Instant until, Author by, Maker maker) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            // In a statement of its own: what waits here for another rotation sees in the next one what that one wrote.
            jdbc.sql("select id from api_key where id = :id for update")
                    .param("id", old.id())
                    .query(UUID.class)
                    .list();
            int ended = jdbc.sql("""
                            update api_key set expires_at = least(expires_at, :until)
                            where id = :id and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())
                              and not exists (select from api_key next where next.replaces = :id)
                            """)
                    .param("id", old.id())
                    .param("until", until.atOffset(ZoneOffset.UTC))
                    .update();
            if (ended == 0) {
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "KEY_NOT_IN_FORCE",
                        "It was revoked, has expired, or another took its place already: make a new one");
            }
            Issued next = issue(wanted, by, maker);
            audit.append(new AuditEntry(
                    by,
                    "api-key.rotated",
                    "api-key",
                    old.id().toString(),
                    null,
                    null,
                    Map.of("replacedBy", next.key().id(), "worksUntil", until)));
            return next;
        }));
    }

    /**
     * In the order in which they were made.
     *
     * @param after the last of the page before; null for the first page
     */
    List<ApiKey> list(Filter filter, @Nullable UUID after, int limit) {
        return jdbc.sql("select * from (" + SELECT + """
                            where (:after::uuid is null
                                   or (k.created_at, k.id) > (select created_at, id from api_key where id = :after::uuid))
                              and (:text::text is null or strpos(lower(k.name), lower(:text)) > 0 or starts_with(substr(k.prefix, 5), :text))
                              and (:person::text is null or p.login = :person)
                              and (:ending::timestamptz is null or k.expires_at < :ending)
                        ) listed
                        where (:state::text is null or state = :state) and (:ending::timestamptz is null or state = 'active')
                        order by created_at, id limit :limit
                        """)
                .param("after", after, Types.OTHER)
                .param("text", filter.text(), Types.VARCHAR)
                .param("person", filter.person(), Types.VARCHAR)
                .param("state", filter.state(), Types.VARCHAR)
                .param(
                        "ending",
                        filter.endingBefore() == null
                                ? null
                                : filter.endingBefore().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit)
                .query((row, n) -> key(row))
                .list();
    }

    /** Whose secret this is, if it is in force but for its expiry. Who has left has no keys. */
    Optional<Caller> bySecret(byte[] sha256) {
        return jdbc.sql(SELECT + """
                         where k.secret_sha256 = :sha256 and k.revoked_at is null
                           and (k.person_id is null or p.state = 'active')
                        """)
                .param("sha256", sha256)
                .query((row, n) -> caller(row))
                .optional();
    }

    void used(String id, Instant when) {
        jdbc.sql("""
                        update api_key set last_used_at = :at
                        where id = :id::uuid and (last_used_at is null or last_used_at < :at::timestamptz - interval '1 minute')
                        """).param("id", id).param("at", when.atOffset(ZoneOffset.UTC)).update();
    }

    boolean isInForce(UUID id) {
        return jdbc.sql("""
                        select exists (select from api_key k left join person p on p.id = k.person_id
                                       where k.id = :id and k.revoked_at is null
                                         and (k.expires_at is null or k.expires_at > clock_timestamp())
                                         and (k.person_id is null or p.state = 'active'))
                        """).param("id", id).query(Boolean.class).single();
    }

    private boolean isThere(UUID id) {
        return jdbc.sql("select exists (select from api_key where id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static Caller caller(ResultSet row) throws SQLException {
        ApiKey key = key(row);
        Set<Scope> scopes =
                key.scopes().stream().flatMap(scope -> Scope.of(scope).stream()).collect(Collectors.toSet());
        return Caller.ofKey(
                key.id().toString(),
                key.name(),
                scopes,
                owner(row),
                Set.copyOf(texts(row.getArray("hands"))),
                key.expiresAt());
    }

    private static @Nullable Person owner(ResultSet row) throws SQLException {
        UUID id = row.getObject("person_id", UUID.class);
        return id == null
                ? null
                : new Person(id, row.getString("login"), row.getString("person_name"), KnownPeople.roles(row));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("prefix"),
                texts(row.getArray("scopes")),
                row.getString("login"),
                row.getString("state"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"),
                row.getObject("replaces", UUID.class),
                row.getObject("replaced_by", UUID.class));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Stream.of((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
