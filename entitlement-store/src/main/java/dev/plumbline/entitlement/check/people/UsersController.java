package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.check.http.Unrepeatable;
import dev.plumbline.entitlement.record.Author;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may log in, for admins. */
@RestController
public class UsersController {
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,99}");
    /** A key, or a browser left open, is not enough to take somebody's account for good. */
    private static final String OWN_PASSWORD = "You change your own where you show the one that you have: /console/me";

    private static final int LONGEST_NAME = 100;
    private static final Set<String> STATES = Set.of("active", "disabled");

    private final People people;
    private final PersonRows rows;
    private final Passwords passwords;

    UsersController(People people, PersonRows rows, Passwords passwords) {
        this.people = people;
        this.rows = rows;
        this.passwords = passwords;
    }

    /**
     * @param name for others to read; the login when it is left out
     *
     * @param password kept as a slow hash, and theirs to change at the first login; without one they cannot log in until they get one
     */
    public record NewUser(
            @Nullable String login,
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable String password,
            @Nullable String reason) {}

    /** What is left out stays. */
    public record Edit(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable String reason) {}

    public record NewPassword(
            @Nullable String password, @Nullable String reason) {}

    public record Because(@Nullable String reason) {}

    /** Shown this once: what is kept is a slow hash of it. */
    public record MadePassword(String login, String password) {}

    /** @param q a part of the login or of the name */
    @GetMapping("/v1/users")
    public Page<KnownPerson> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        if (state != null && !STATES.contains(state)) {
            throw Refusal.ofParameter("state", "It is active or disabled");
        }
        PersonRole of = role == null
                ? null
                : PersonRole.of(role).orElseThrow(() -> Refusal.ofParameter("role", "A role is one of " + all()));
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        return Page.of(
                rows.list(new PersonRows.Filter(Texts.sought("q", q), of, state), after, Page.checked(limit) + 1),
                limit,
                Function.identity(),
                KnownPerson::login);
    }

    @GetMapping("/v1/users/{login}")
    ResponseEntity<KnownPerson> read(@PathVariable String login) {
        return shown(one(login));
    }

    public KnownPerson one(String login) {
        return rows.find(login).orElseThrow(People::unknown);
    }

    private static ResponseEntity<KnownPerson> shown(KnownPerson person) {
        return ResponseEntity.ok().eTag(EditNumber.tag(person.edit())).body(person);
    }

    @PostMapping("/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    public KnownPerson add(@RequestBody NewUser asked) {
        String login = login(asked.login());
        String name = Texts.name("/name", asked.name(), LONGEST_NAME);
        Set<PersonRole> roles = roles(asked.roles());
        Author by = Caller.current().because(Reasons.required(asked.reason()));
        String password =
                asked.password() == null ? null : passwords.encoded(Passwords.checked(asked.password(), login));
        return people.add(
                new People.Newcomer(login, name == null ? login : name, roles, password, password != null), by);
    }

    @PatchMapping("/v1/users/{login}")
    ResponseEntity<KnownPerson> edit(
            @PathVariable String login,
            @RequestBody Edit edit,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return shown(change(login, edit, EditNumber.expected(ifMatch)));
    }

    /** @param expected the edit that was read: roles are replaced as a whole, so an older form would bring back what was taken */
    public KnownPerson change(String login, Edit edit, @Nullable Long expected) {
        Set<PersonRole> roles = edit.roles() == null ? null : roles(edit.roles());
        if (roles != null && !roles.contains(PersonRole.ADMIN)) {
            refuseOfOneself(
                    login, PersonRole.ADMIN, "Another admin takes this role from you: nobody shuts themselves out");
        }
        return people.change(
                login,
                new People.Change(Texts.name("/name", edit.name(), LONGEST_NAME), roles, expected),
                Caller.current().because(Reasons.required(edit.reason())));
    }

    /** Ends their sessions; their keys rest. */
    @PostMapping("/v1/users/{login}/disable")
    public KnownPerson disable(@PathVariable String login, @RequestBody Because because) {
        refuseOfOneself(login, null, "Another admin disables you: nobody shuts themselves out");
        return people.disable(login, by(because));
    }

    @PostMapping("/v1/users/{login}/enable")
    public KnownPerson enable(@PathVariable String login, @RequestBody Because because) {
        return people.enable(login, by(because));
    }

    /** Ends their sessions, and leaves everything else. */
    @PostMapping("/v1/users/{login}/sign-out")
    public KnownPerson signOut(@PathVariable String login, @RequestBody Because because) {
        return people.signOut(login, by(because));
    }

    /** Theirs to change at the next login. */
    @PostMapping("/v1/users/{login}/password")
    public KnownPerson password(@PathVariable String login, @RequestBody NewPassword asked) {
        Author by = Caller.current().because(Reasons.required(asked.reason()));
        refuseOfOneself(login, null, OWN_PASSWORD);
        return people.givePassword(login, passwords.encoded(Passwords.checked(asked.password(), login)), by);
    }

    /** To one that is made here and answered once. Whoever is logged in as them is out. */
    @PostMapping("/v1/users/{login}/password/reset")
    @Unrepeatable
    public MadePassword resetPassword(@PathVariable String login, @RequestBody Because because) {
        Author by = by(because);
        refuseOfOneself(login, null, OWN_PASSWORD);
        return new MadePassword(login, people.resetPassword(login, by));
    }

    /** Of somebody who lost the device and the codes. They are signed out, and enrol anew. */
    @PostMapping("/v1/users/{login}/second-factor/reset")
    public KnownPerson resetSecondFactor(@PathVariable String login, @RequestBody Because because) {
        Author by = by(because);
        refuseOfOneself(login, null, "You take off your own where you show a code of it: /console/me");
        return people.resetSecondFactor(login, by);
    }

    /**
     * By page or by a key of their own.
     *
     * @param role who does not have it has nothing to lose; null for whoever it is
     */
    private static void refuseOfOneself(String login, @Nullable PersonRole role, String detail) {
        Person caller = Caller.current().person();
        if (caller != null
                && caller.login().equals(login)
                && (role == null || caller.roles().contains(role))) {
            throw Refusal.of(HttpStatus.CONFLICT, "NOT_ONESELF", detail);
        }
    }

    private static Author by(Because because) {
        return Caller.current().because(Reasons.required(because.reason()));
    }

    private static String login(@Nullable String login) {
        if (login == null || !LOGIN.matcher(login).matches()) {
            throw Refusal.ofBody(
                    "/login", "1 to 100 of a-z, 0-9 and . _ @ + -, such as maria or maria@company.example");
        }
        return login;
    }

    private static Set<PersonRole> roles(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            throw Refusal.ofBody("/roles", "At least one of " + all());
        }
        var roles = EnumSet.noneOf(PersonRole.class);
        for (int i = 0; i < names.size(); i++) {
            String at = "/roles/" + i;
            roles.add(PersonRole.of(String.valueOf(names.get(i)))
                    .orElseThrow(() -> Refusal.ofBody(at, "A role is one of " + all())));
        }
        return roles;
    }

    private static String all() {
        return Arrays.stream(PersonRole.values()).map(PersonRole::key).collect(Collectors.joining(", "));
    }
}
