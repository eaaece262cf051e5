package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of somebody who tries to log in, and what is kept when they did. */
@Repository
public class Logins {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final KnownPeople known;
    private final InstantSource time;

    Logins(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AuditTrail audit,
            KnownPeople known,
            InstantSource realTime) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.known = known;
        this.time = realTime;
    }

    /**
     * Whom a password is held against.
     *
     * @param password as it is kept
     * @param deviceSecret what a browser that knows them was sealed with, in hex
     */
    public record Candidate(Person person, String password, String deviceSecret) {}

    /** Empty for nobody, for somebody disabled, and for somebody who logs in elsewhere: all three look alike from outside. */
    public Optional<Candidate> byPassword(String login) {
        return jdbc.sql("""
                        select id, login, name, roles, password, encode(device_secret, 'hex') as device_secret from person
                        where login = :login and state = 'active' and password is not null
                        """)
                .param("login", login)
                .query((row, n) -> new Candidate(
                        new Person(
                                row.getObject("id", UUID.class),
                                row.getString("login"),
                                row.getString("name"),
                                KnownPeople.roles(row)),
                        row.getString("password"),
                        row.getString("device_secret")))
                .optional();
    }

    /** Made here for an admin to hand over, and not changed since. */
    public boolean hasGivenPassword(UUID person) {
        return jdbc.sql("select password_given from person where id = :id")
                .param("id", person)
                .query(Boolean.class)
                .single();
    }

    /** @param newPassword the same one, kept in a better way; null when it is kept well */
    public void loggedIn(Person person, @Nullable String newPassword) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("""
                            update person set last_login_at = :now, password = coalesce(:password, password) where id = :id
                            """)
                    .param("now", time.instant().atOffset(ZoneOffset.UTC))
                    .param("password", newPassword, Types.VARCHAR)
                    .param("id", person.id())
                    .update();
            tell(person, "logged in with a password");
        });
    }

    /**
     * Somebody whom an issuer vouches for: known again by its name for them, with the roles that it says they have today. Empty
     * when an admin disabled them here.
     */
    public Optional<Person> vouchedFor(
            String issuer, String subject, String login, String name, Set<PersonRole> roles) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            boolean isFree = jdbc.sql("select not exists (select from person where login = :login)")
                    .param("login", login)
                    .query(Boolean.class)
                    .single();
            // A login that somebody else has is not theirs because an issuer says so.
            String mark = HexFormat.of().formatHex(sha256(issuer + "|" + subject), 0, 4);
            Optional<Person> person = jdbc.sql("""
                            insert into person (login, name, roles, issuer, subject, created_by, sessions_from, last_login_at, device_secret)
                            values (:login, :name, :roles, :issuer, :subject, :issuer, :now, :now, :secret)
                            on conflict (issuer, subject) do update
                            set name = excluded.name, roles = excluded.roles, last_login_at = excluded.last_login_at
                            where person.state = 'active'
                            returning id, login, name, roles
                            """)
                    .param("login", isFree ? login : login + "~" + mark)
                    .param("name", name)
                    .param("roles", People.keys(roles))
                    .param("issuer", issuer)
                    .param("subject", subject)
                    .param("now", time.instant().atOffset(ZoneOffset.UTC))
                    .param("secret", People.newDeviceSecret())
                    .query((row, n) -> new Person(
                            row.getObject("id", UUID.class),
                            row.getString("login"),
                            row.getString("name"),
                            KnownPeople.roles(row)))
                    .optional();
            person.ifPresent(one -> {
                tell(one, "logged in with " + issuer);
                known.forget();
            });
            return person;
        }));
    }

    private void tell(Person person, String how) {
        audit.append(new AuditEntry(
                new Author(person.login(), how),
                "user.logged-in",
                "user",
                person.login(),
                null,
                null,
                Map.of("roles", List.of(People.keys(person.roles())))));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
