package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.Types;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private static final String NO_ADMIN_LEFT = "PL001";
    private static final SecureRandom CHANCE = new SecureRandom();

    private final PersonRows rows;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final KnownPeople known;
    private final SecondFactors factors;
    private final Passwords passwords;
    private final InstantSource time;

    People(
            PersonRows rows,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AuditTrail audit,
            KnownPeople known,
            SecondFactors factors,
            Passwords passwords,
            InstantSource realTime) {
        this.rows = rows;
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
     * @param given an admin knows it: on pages it opens nothing before it is changed
     */
    public record Newcomer(
            String login,
            String name,
            Set<PersonRole> roles,
            @Nullable String password,
            boolean given) {}

    public KnownPerson add(Newcomer newcomer, Author by) {
        return changed(() -> {
            try {
                jdbc.sql("""
                                insert into person (login, name, roles, password, password_given, created_by, sessions_from, device_secret)
                                values (:login, :name, :roles, :password, :given, :by, :now, :secret)
                                """)
                        .param("login", newcomer.login())
                        .param("name", newcomer.name())
                        .param("roles", keys(newcomer.roles()))
                        .param("password", newcomer.password(), Types.VARCHAR)
                        .param("given", newcomer.given())
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

    /**
     * Of somebody who is there.
     *
     * @param name null to leave it, as for the roles
     * @param expected the edit that was read; null when any will do
     */
    public record Change(
            @Nullable String name,
            @Nullable Set<PersonRole> roles,
            @Nullable Long expected) {}

    public KnownPerson change(String login, Change change, Author by) {
        return edit(login, "user.changed", by, before -> {
            Long expected = change.expected();
            if (expected != null && expected != before.edit()) {
                throw Refusal.of(
                        HttpStatus.PRECONDITION_FAILED,
                        "EDITED_MEANWHILE",
                        "They were changed meanwhile, and are " + String.join(", ", before.roles())
                                + " now: look again; the ETag is " + EditNumber.tag(before.edit()));
            }
            Set<PersonRole> roles = change.roles();
            jdbc.sql("""
                            update person set name = coalesce(:name, name), roles = coalesce(string_to_array(:roles, ','), roles)
                            where login = :login
                            """)
                    .param("name", change.name(), Types.VARCHAR)
                    .param("roles", roles == null ? null : String.join(",", keys(roles)), Types.VARCHAR)
                    .param("login", login)
                    .update();
        });
    }

    /** Their sessions are over and their keys rest. */
    public KnownPerson disable(String login, Author by) {
        return edit(
                login,
                "user.disabled",
                by,
                _ -> jdbc.sql("update person set state = 'disabled', sessions_from = :now where login = :login")
                        .param("now", now())
                        .param("login", login)
                        .update());
    }

    public KnownPerson enable(String login, Author by) {
        return edit(
                login,
                "user.enabled",
                by,
                _ -> jdbc.sql("update person set state = 'active', sessions_from = :now where login = :login")
                        .param("now", now())
                        .param("login", login)
                        .update());
    }

    /** Whoever was logged in with the old one is not any more. */
    public KnownPerson setPassword(String login, String encoded, Author by) {
        return setPassword(login, encoded, false, by);
    }

    /** One that an admin typed for them, and so knows: on pages it opens nothing before it is changed. */
    public KnownPerson givePassword(String login, String encoded, Author by) {
        return setPassword(login, encoded, true, by);
    }

    private KnownPerson setPassword(String login, String encoded, boolean given, Author by) {
        return edit(login, "user.password-set", by, _ -> {
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
                _ -> jdbc.sql("update person set sessions_from = :now where login = :login")
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

    private KnownPerson edit(String login, String what, Author by, Consumer<KnownPerson> edit) {
        return changed(() -> {
            KnownPerson before = rows.lock(login).orElseThrow(People::unknown);
            edit.accept(before);
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

    public Optional<KnownPerson> find(String login) {
        return rows.find(login);
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
}
