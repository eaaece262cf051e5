package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.PersonRole;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Everybody who may log in, or did, as admins read them. */
@Repository
class PersonRows {
    private static final String SELECT = """
            select id, login, name, roles, state, issuer, created_at, created_by, last_login_at, edit, password_given,
                   exists (select from person_factor f
                           where f.person_id = person.id and f.confirmed_at is not null) as second_factor
            from person
            """;

    private final JdbcClient jdbc;

    PersonRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<KnownPerson> find(String login) {
        return selecting(" where login = :login", login);
    }

    /** Nobody else changes them before this transaction ends. */
    Optional<KnownPerson> lock(String login) {
        return selecting(" where login = :login for update", login);
    }

    private Optional<KnownPerson> selecting(String where, String login) {
        return jdbc.sql(SELECT + where)
                .param("login", login)
                .query((row, n) -> person(row))
                .optional();
    }

    /**
     * Which people are listed; null for any.
     *
     * @param text a part of the login or of the name
     */
    record Filter(
            @Nullable String text,
            @Nullable PersonRole role,
            @Nullable String state) {}

    /** By login, from the one after. */
    List<KnownPerson> list(Filter filter, String after, int limit) {
        return jdbc.sql(SELECT + """
                         where login > :after
                           and (:text::text is null or strpos(login, lower(:text)) > 0 or strpos(lower(name), lower(:text)) > 0)
                           and (:role::text is null or :role = any (roles))
                           and (:state::text is null or state = :state)
                         order by login limit :limit
                        """)
                .param("after", after)
                .param("text", filter.text(), Types.VARCHAR)
                .param("role", filter.role() == null ? null : filter.role().key(), Types.VARCHAR)
                .param("state", filter.state(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> person(row))
                .list();
    }

    private static KnownPerson person(ResultSet row) throws SQLException {
        String issuer = row.getString("issuer");
        return new KnownPerson(
                row.getString("id"),
                row.getString("login"),
                row.getString("name"),
                Stream.of((Object[]) row.getArray("roles").getArray())
                        .map(String::valueOf)
                        .toList(),
                row.getString("state"),
                issuer == null ? "password" : issuer,
                row.getBoolean("password_given"),
                row.getBoolean("second_factor"),
                instant(row, "created_at").orElseThrow(),
                row.getString("created_by"),
                instant(row, "last_login_at").orElse(null),
                row.getLong("edit"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
