package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may log in, and as what. Each change has an actor and a reason, and holds at once. */
@Repository
public class People {
    static final String SELECT = """
            select id, login, name, roles, state, issuer, created_at, created_by, last_login_at,
                   exists (select from person_factor f
                           where f.person_id = person.id and f.confirmed_at is not null) as second_factor
            from person
            """;
    private static final String NO_ADMIN_LEFT = "PL001";
    private static final SecureRandom CHANCE = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final KnownPeople known;
    private final SecondFactors factors;
    private final Passwords passwords;
    private final InstantSource time;

    People(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AuditTrail audit,
            KnownPeople known,
            SecondFactors factors,
            Passwords passwords,
            InstantSource realTime) {
        this.factors = factors;
        this.passwords = passwords;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.known = known;
        this.time = realTime;
    }

    /**
     * Somebody new.
     *
     * @param password as it is kept; null for somebody who cannot log in with one
     */
    public record Newcomer(
            String login,
            String name,
            Set<PersonRole> roles,
            @Nullable String password) {}

    public KnownPerson add(Newcomer newcomer, Author by) {
        return changed(() -> {
            try {
                jdbc.sql("""
                                insert into person (login, name, roles, password, created_by, sessions_from, device_secret)
                                values (:login, :name, :roles, :password, :by, :now, :secret)
                                """)
                        .param("login", newcomer.login())
                        .param("name", newcomer.name())
                        .param("roles", keys(newcomer.roles()))
                        .param("password", newcomer.password(), Types.VARCHAR)
                        .param("by", by.actor())
                        .param("now", now())
                        .param("secret", newDeviceSecret())
                        .update();
            } catch (DuplicateKeyException taken) {
                throw Refusal.of(
                        HttpStatus.CONFLICT, "LOGIN_TAKEN", "Somebody has this login; it is never given again");
            }
            KnownPerson added = one(newcomer.login());
            tell(by, "user.added", null, added);
            return added;
        });
    }

    /** @param name null to leave it, as for the roles */
    public KnownPerson change(String login, @Nullable String name, @Nullable Set<PersonRole> roles, Author by) {
        return edit(
                login,
                "user.changed",
                by,
                () -> jdbc.sql("""
                        update person set name = coalesce(:name, name), roles = coalesce(string_to_array(:roles, ','), roles)
                        where login = :login
                        """)
                        .param("name", name, Types.VARCHAR)
                        .param("roles", roles == null ? null : String.join(",", keys(roles)), Types.VARCHAR)
                        .param("login", login)
                        .update());
    }

    /** Their sessions are over and their keys rest. */
    public KnownPerson disable(String login, Author by) {
        return edit(
                login,
                "user.disabled",
                by,
                () -> jdbc.sql("update person set state = 'disabled', sessions_from = :now where login = :login")
                        .param("now", now())
                        .param("login", login)
                        .update());
    }

    public KnownPerson enable(String login, Author by) {
        return edit(
                login,
                "user.enabled",
                by,
                () -> jdbc.sql("update person set state = 'active', sessions_from = :now where login = :login")
                        .param("now", now())
                        .param("login", login)
                        .update());
    }

    /** Whoever was logged in with the old one is not any more. */
    public KnownPerson setPassword(String login, String encoded, Author by) {
        return setPassword(login, encoded, false, by);
    }

    private KnownPerson setPassword(String login, String encoded, boolean given, Author by) {
        return edit(login, "user.password-set", by, () -> {
            int set = jdbc.sql("""
                            update person set password = :password, password_given = :given, sessions_from = :now, device_secret = :secret
                            where login = :login and issuer is null
                            """)
                    .param("password", encoded)
                    .param("given", given)
                    .param("now", now())
                    .param("secret", newDeviceSecret())
                    .param("login", login)
                    .update();
            if (set == 0) {
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "LOGS_IN_ELSEWHERE",
                        "They log in with an issuer; the password is kept there");
            }
        });
    }

    /**
     * One that nobody chose, for an admin to hand over: on pages it opens nothing before it is changed.
     *
     * @return what is kept nowhere but as a slow hash
     */
    public String resetPassword(String login, Author by) {
        String made = Passwords.made();
        setPassword(login, passwords.encoded(made), true, by);
        return made;
    }

    /** Wherever they are logged in. */
    public KnownPerson signOut(String login, Author by) {
        return edit(
                login,
                "user.signed-out",
                by,
                () -> jdbc.sql("update person set sessions_from = :now where login = :login")
                        .param("now", now())
                        .param("login", login)
                        .update());
    }

    /** Whoever took the password or the device is out, and the device is to be enrolled anew. */
    public KnownPerson resetSecondFactor(String login, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            KnownPerson reset = signOut(login, by);
            factors.reset(UUID.fromString(reset.id()), login, by);
            return reset;
        }));
    }

    /** By themselves: they have just shown the one that they had. Everybody else who is logged in as them is out. */
    public void changeOwnPassword(Person person, String password) {
        setPassword(
                person.login(),
                passwords.encoded(Passwords.checked(password, person.login())),
                new Author(person.login(), "changed their own password"));
    }

    public Optional<KnownPerson> find(String login) {
        return jdbc.sql(SELECT + " where login = :login")
                .param("login", login)
                .query((row, n) -> person(row))
                .optional();
    }

    /**
     * Which people are listed; null for any.
     *
     * @param text a part of the login or of the name
     */
    public record Filter(
            @Nullable String text,
            @Nullable PersonRole role,
            @Nullable String state) {}

    /** By login, from the one after. */
    public List<KnownPerson> list(Filter filter, String after, int limit) {
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

    private KnownPerson edit(String login, String what, Author by, Runnable edit) {
        return changed(() -> {
            KnownPerson before = jdbc.sql(SELECT + " where login = :login for update")
                    .param("login", login)
                    .query((row, n) -> person(row))
                    .optional()
                    .orElseThrow(People::unknown);
            edit.run();
            KnownPerson after = one(login);
            tell(by, what, before, after);
            return after;
        });
    }

    private <T> T changed(Supplier<T> work) {
        try {
            T done = Objects.requireNonNull(transactions.execute(_ -> work.get()));
            known.forget();
            return done;
        } catch (DataAccessException failure) {
            if (failure.getRootCause() instanceof SQLException cause && NO_ADMIN_LEFT.equals(cause.getSQLState())) {
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "LAST_ADMIN",
                        "Nobody would be left who may give roles: make somebody else an admin first");
            }
            throw failure;
        }
    }

    private KnownPerson one(String login) {
        return find(login).orElseThrow();
    }

    private void tell(Author by, String what, @Nullable KnownPerson before, KnownPerson after) {
        audit.append(new AuditEntry(
                by, what, "user", after.login(), null, before == null ? null : before.audited(), after.audited()));
    }

    static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "USER_UNKNOWN", "Nobody has this login");
    }

    private OffsetDateTime now() {
        return time.instant().atOffset(ZoneOffset.UTC);
    }

    static byte[] newDeviceSecret() {
        var secret = new byte[32];
        CHANCE.nextBytes(secret);
        return secret;
    }

    static String[] keys(Set<PersonRole> roles) {
        return roles.stream().map(PersonRole::key).sorted().toArray(String[]::new);
    }

    static KnownPerson person(ResultSet row) throws SQLException {
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
                row.getBoolean("second_factor"),
                instant(row, "created_at").orElseThrow(),
                row.getString("created_by"),
                instant(row, "last_login_at").orElse(null));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
