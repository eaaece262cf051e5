package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.http.Refusal;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.stereotype.Component;

/**
 * How passwords are kept and compared. The name of the hash stands in front of it, so that a better one can take its place: who
 * logs in with an older one gets the newer.
 */
@Component
public class Passwords {
    private static final int SHORTEST = 12;
    /** A person's; what is longer only costs time. */
    private static final int LONGEST = 200;

    private static final int MADE = 15;
    private static final SecureRandom CHANCE = new SecureRandom();

    private static final int SALT = 16;
    /** As OWASP's cheat sheet asks for this hash. */
    private static final int ROUNDS = 600_000;

    private static final String USUAL = "pbkdf2-sha256";

    private final PasswordEncoder encoder;
    private volatile @Nullable String nobodys;

    @Autowired
    Passwords() {
        this(ROUNDS);
    }

    Passwords(int rounds) {
        this.encoder = new DelegatingPasswordEncoder(
                USUAL,
                Map.of(
                        USUAL,
                        new Pbkdf2PasswordEncoder("", SALT, rounds, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256),
                        "bcrypt",
                        new BCryptPasswordEncoder(12)));
    }

    /** 120 bits of chance, in letters and digits that are not mistaken for each other when they are read out. */
    static String made() {
        var bytes = new byte[MADE];
        CHANCE.nextBytes(bytes);
        return Totp.base32(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-");
    }

    public String encoded(String password) {
        return encoder.encode(password);
    }

    /** @param kept null when there is nobody, or nobody with a password: it takes as long to say no */
    public boolean fits(String password, @Nullable String kept) {
        String other = nobodys();
        boolean fits = encoder.matches(password.length() > LONGEST ? "" : password, kept == null ? other : kept);
        return fits && kept != null && !password.isEmpty();
    }

    /** Made when somebody logs in for the first time: it takes a third of a second. */
    private String nobodys() {
        String made = nobodys;
        if (made == null) {
            made = encoder.encode("nobody's");
            nobodys = made;
        }
        return made;
    }

    public boolean isOutdated(String kept) {
        return encoder.upgradeEncoding(kept);
    }

    /** Length counts; rules about digits and signs only make people write them down. */
    static String checked(@Nullable String password, String login) {
        if (password == null || password.length() < SHORTEST || password.length() > LONGEST) {
            throw Refusal.ofBody(
                    "/password", "It has " + SHORTEST + " to " + LONGEST + " characters; several words do well");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (password.chars().distinct().count() < 5 || lower.contains(login.toLowerCase(Locale.ROOT))) {
            throw Refusal.ofBody("/password", "It is too easy to guess: the login in it, or few different characters");
        }
        return password;
    }
}
