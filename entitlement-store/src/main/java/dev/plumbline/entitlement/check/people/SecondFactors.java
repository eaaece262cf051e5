package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Second factors of people who log in with a password kept here: enrolled by themselves, asked for at each login, reset by admins. */
@Repository
public class SecondFactors {
    private static final int SECRET = 20;
    /** A device's clock may be a little off, and people type slowly. */
    private static final int STEPS_OFF = 1;

    private static final SecureRandom CHANCE = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final InstantSource time;
    private final FactorSettings settings;
    private final KeptRecoveryCodes recovery;

    SecondFactors(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AuditTrail audit,
            InstantSource realTime,
            FactorSettings settings,
            KeptRecoveryCodes recovery) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.time = realTime;
        this.settings = settings;
        this.recovery = recovery;
    }

    /** Whoever has none enrols one before anything else. */
    public boolean isRequired() {
        return settings.isRequired();
    }

    /**
     * @param confirmedAt null while it is not asked for
     * @param recoveryLeft how many codes for a lost device are left
     */
    public record Standing(boolean enrolling, @Nullable Instant confirmedAt, long recoveryLeft) {
        public boolean isOn() {
            return confirmedAt != null;
        }
    }

    public Standing of(UUID person) {
        return jdbc.sql("""
                        select f.confirmed_at, (select count(*) from person_recovery r
                                                where r.person_id = f.person_id and r.used_at is null) as left
                        from person_factor f where f.person_id = :person
                        """)
                .param("person", person)
                .query((row, n) -> {
                    OffsetDateTime confirmed = row.getObject("confirmed_at", OffsetDateTime.class);
                    return new Standing(
                            confirmed == null, confirmed == null ? null : confirmed.toInstant(), row.getLong("left"));
                })
                .optional()
                .orElseGet(() -> new Standing(false, null, 0));
    }

    /**
     * What a device is told.
     *
     * @param secret to be typed
     * @param uri the same for a device that reads it
     */
    public record Enrolment(String secret, String uri) {
        @Override
        public String toString() {
            return "Enrolment";
        }
    }

    /** A new secret, which is asked for once it is confirmed. One that is in use is not touched. */
    public Enrolment begin(Person person) {
        FactorKey sealing = settings.sealing();
        var secret = new byte[SECRET];
        CHANCE.nextBytes(secret);
        int begun = jdbc.sql("""
                        insert into person_factor (person_id, sealed) values (:person, :sealed)
                        on conflict (person_id) do update set sealed = excluded.sealed, created_at = clock_timestamp()
                        where person_factor.confirmed_at is null
                        """)
                .param("person", person.id())
                .param("sealed", sealing.seal(secret, person.id()))
                .update();
        if (begun == 0) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "SECOND_FACTOR_ON",
                    "There is one: take it off before you enrol another device");
        }
        return enrolment(person, secret);
    }

    /** The one that waits to be confirmed; empty when none does. */
    public Optional<Enrolment> begun(Person person) {
        return jdbc.sql("select sealed from person_factor where person_id = :person and confirmed_at is null")
                .param("person", person.id())
                .query((row, n) -> row.getBytes("sealed"))
                .optional()
                .map(kept -> enrolment(person, settings.sealing().opened(kept, person.id())));
    }

    private static Enrolment enrolment(Person person, byte[] secret) {
        String text = Totp.base32(secret);
        String login = URLEncoder.encode(person.login(), StandardCharsets.UTF_8).replace("+", "%20");
        return new Enrolment(
                text.replaceAll("(....)(?=.)", "$1 "),
                "otpauth://totp/Plumbline:" + login + "?secret=" + text
                        + "&issuer=Plumbline&algorithm=SHA1&digits=6&period=30");
    }

    /**
     * The device makes the same codes: from now on it is asked for.
     *
     * @return the codes for the day on which it is lost; none when this is not the code of now
     */
    public List<String> confirm(Person person, String code) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            boolean waits = jdbc.sql("""
                            select exists (select from person_factor where person_id = :person and confirmed_at is null)
                            """)
                    .param("person", person.id())
                    .query(Boolean.class)
                    .single();
            if (!waits || !takes(person.id(), code)) {
                return List.of();
            }
            jdbc.sql("update person_factor set confirmed_at = clock_timestamp() where person_id = :person")
                    .param("person", person.id())
                    .update();
            List<String> codes = recovery.renew(person.id());
            tell(new Author(person.login(), "enrolled a device"), "user.second-factor-on", person.login());
            return codes;
        }));
    }

    /** A code of the device, or one for the day on which it is lost. Neither is taken twice. */
    public boolean fits(Person person, String code) {
        return Boolean.TRUE.equals(transactions.execute(_ -> takes(person.id(), code) || recovers(person, code)));
    }

    private boolean takes(UUID person, String code) {
        String typed = code.replaceAll("\\s", "");
        byte[] kept = jdbc.sql("select sealed from person_factor where person_id = :person for update")
                .param("person", person)
                .query((row, n) -> row.getBytes("sealed"))
                .optional()
                .orElse(null);
        if (kept == null || !typed.matches("[0-9]{6}")) {
            return false;
        }
        byte[] secret = settings.sealing().opened(kept, person);
        long now = Totp.step(time.instant());
        for (long step = now - STEPS_OFF; step <= now + STEPS_OFF; step++) {
            boolean same = MessageDigest.isEqual(
                    Totp.USUAL.code(secret, step).getBytes(StandardCharsets.US_ASCII),
                    typed.getBytes(StandardCharsets.US_ASCII));
            if (same) {
                return jdbc.sql("""
                                update person_factor set last_step = :step where person_id = :person and last_step < :step
                                """).param("step", step).param("person", person).update() == 1;
            }
        }
        return false;
    }

    private boolean recovers(Person person, String code) {
        boolean used = recovery.use(person.id(), code);
        if (used) {
            tell(new Author(person.login(), "without the device"), "user.recovery-code-used", person.login());
        }
        return used;
    }

    /** By the person, who has just shown it. */
    public void takeOff(Person person) {
        transactions.executeWithoutResult(_ -> {
            remove(person.id());
            tell(new Author(person.login(), "took off their own device"), "user.second-factor-off", person.login());
        });
    }

    /** By an admin, for somebody who lost the device and the codes: they are out, and enrol anew. */
    void reset(UUID person, String login, Author by) {
        remove(person);
        tell(by, "user.second-factor-reset", login);
    }

    private void remove(UUID person) {
        recovery.forget(person);
        jdbc.sql("delete from person_factor where person_id = :person")
                .param("person", person)
                .update();
    }

    private void tell(Author by, String what, String login) {
        audit.append(new AuditEntry(by, what, "user", login, null, null, null));
    }
}
