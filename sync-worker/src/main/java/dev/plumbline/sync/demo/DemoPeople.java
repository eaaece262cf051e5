package dev.plumbline.sync.demo;

import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.people.Passwords;
import dev.plumbline.entitlement.check.people.People;
import dev.plumbline.entitlement.record.Author;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * One login for each role, with a password made for this run and printed: a demo that others on the network can reach is not open
 * to all who have read how it is done.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoPeople implements SmartInitializingSingleton {
    private static final Author BY = new Author("plumbline", "The demo: one login for each role");
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final Map<PersonRole, String> NAMES = Map.of(
            PersonRole.VIEWER, "Vera",
            PersonRole.SUPPORT, "Mette",
            PersonRole.PRODUCT, "Pål",
            PersonRole.FINANCE_PREPARER, "Petra",
            PersonRole.FINANCE_REVIEWER, "Rune",
            PersonRole.OPERATOR, "Olga",
            PersonRole.ADMIN, "Anna");

    private final People people;
    private final Passwords passwords;
    private final String port;

    DemoPeople(People people, Passwords passwords, @Value("${server.port}") String port) {
        this.people = people;
        this.passwords = passwords;
        this.port = port;
    }

    /** One password for all of them: it is one person who tries the demo, and a slow hash is made once. */
    @Override
    @SuppressWarnings("SystemOut")
    public void afterSingletonsInstantiated() {
        String password = password();
        String kept = passwords.encoded(password);
        var lines = new StringBuilder();
        for (PersonRole role : EnumSet.allOf(PersonRole.class)) {
            if (people.find(role.key()).isPresent()) {
                people.setPassword(role.key(), kept, BY);
            } else {
                people.add(
                        new People.Newcomer(
                                role.key(), NAMES.get(role) + " (demo " + role.key() + ")", Set.of(role), kept, false),
                        BY);
            }
            lines.append("  %-17s %s%n".formatted(role.key(), password));
        }
        System.out.printf("""

                Log in at http://localhost:%s/login, one login for each role (passwords made for this run; DEMO ONLY):
                %s
                """, port, lines);
    }

    private static String password() {
        var chance = new SecureRandom();
        var password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
