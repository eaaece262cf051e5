package dev.plumbline.entitlement.check.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** People as this node knows them: who is disabled, or has other roles, is so here after two seconds; on the node where it was said, at once. */
@Component
public class KnownPeople {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST = 10_000;
    private static final String SELECT = """
            select id, login, name, roles, sessions_from from person where state = 'active'
            """;

    private final JdbcClient jdbc;
    private final KnownKeys keys;
    private final InstantSource time;
    private final ConcurrentMap<UUID, Looked> looked = new ConcurrentHashMap<>();

    KnownPeople(JdbcClient jdbc, KnownKeys keys, InstantSource realTime) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.time = realTime;
    }

    /** @param sessionsFrom who logged in before has to do so again */
    private record Standing(Person person, Instant sessionsFrom) {}

    private record Looked(Optional<Standing> standing, Instant at) {}

    /** Empty for somebody who may not log in, or who has to do so again. */
    public Optional<Person> stillIn(UUID id, Instant loggedInAt) {
        Instant now = time.instant();
        Looked last = looked.get(id);
        if (last == null || !now.isBefore(last.at().plus(FRESH))) {
            last = new Looked(look(id), now);
            if (looked.size() >= MOST) {
                looked.clear();
            }
            looked.put(id, last);
        }
        return last.standing()
                .filter(standing -> !loggedInAt.isBefore(standing.sessionsFrom()))
                .map(Standing::person);
    }

    /** Somebody was changed here, and with them what their keys may. */
    public void forget() {
        keys.forget();
        looked.clear();
    }

    Optional<Person> byLogin(String login) {
        return jdbc.sql(SELECT + " and login = :login")
                .param("login", login)
                .query((row, n) -> standing(row).person())
                .optional();
    }

    private Optional<Standing> look(UUID id) {
        return jdbc.sql(SELECT + " and id = :id")
                .param("id", id)
                .query((row, n) -> standing(row))
                .optional();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                new Person(row.getObject("id", UUID.class), row.getString("login"), row.getString("name"), roles(row)),
                row.getObject("sessions_from", OffsetDateTime.class).toInstant());
    }

    /** Of a row with the column roles; one that this version does not know gives nothing. */
    public static Set<PersonRole> roles(ResultSet row) throws SQLException {
        return Stream.of((Object[]) row.getArray("roles").getArray())
                .flatMap(role -> PersonRole.of(String.valueOf(role)).stream())
                .collect(Collectors.toSet());
    }
}
