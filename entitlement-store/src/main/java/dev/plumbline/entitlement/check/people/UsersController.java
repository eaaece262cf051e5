package dev.plumbline.entitlement.check.people;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.record.Author;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may log in, for admins. */
@RestController
class UsersController {
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,99}");
    private static final int LONGEST_NAME = 100;

    private final People people;
    private final Passwords passwords;

    UsersController(People people, Passwords passwords) {
        this.people = people;
        this.passwords = passwords;
    }

    /**
     * @param name for others to read; the login when it is left out
     *
     * @param password kept as a slow hash; without one they cannot log in until they get one
     */
    record NewUser(
            @Nullable String login,
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable String password,
            @Nullable String reason) {}

    /** What is left out stays. */
    record Edit(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable String reason) {}

    record NewPassword(@Nullable String password, @Nullable String reason) {}

    record Because(@Nullable String reason) {}

    @GetMapping("/v1/users")
    Page<KnownPerson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        return Page.of(
                people.list(Cursor.read(cursor, ""), Page.checked(limit) + 1),
                limit,
                Function.identity(),
                KnownPerson::login);
    }

    @GetMapping("/v1/users/{login}")
    KnownPerson one(@PathVariable String login) {
        return people.find(login).orElseThrow(People::unknown);
    }

    @PostMapping("/v1/users")
    @ResponseStatus(HttpStatus.CREATED)
    KnownPerson add(@RequestBody NewUser asked) {
        String login = login(asked.login());
        String name = Texts.name("/name", asked.name(), LONGEST_NAME);
        Set<PersonRole> roles = roles(asked.roles());
        Author by = Caller.current().because(Reasons.required(asked.reason()));
        String password =
                asked.password() == null ? null : passwords.encoded(Passwords.checked(asked.password(), login));
        return people.add(new People.Newcomer(login, name == null ? login : name, roles, password), by);
    }

    @PatchMapping("/v1/users/{login}")
    KnownPerson change(@PathVariable String login, @RequestBody Edit edit) {
        return people.change(
                login,
                Texts.name("/name", edit.name(), LONGEST_NAME),
                edit.roles() == null ? null : roles(edit.roles()),
                Caller.current().because(Reasons.required(edit.reason())));
    }

    /** Ends their sessions; their keys rest. */
    @PostMapping("/v1/users/{login}/disable")
    KnownPerson disable(@PathVariable String login, @RequestBody Because because) {
        return people.disable(login, by(because));
    }

    @PostMapping("/v1/users/{login}/enable")
    KnownPerson enable(@PathVariable String login, @RequestBody Because because) {
        return people.enable(login, by(because));
    }

    /** Ends their sessions, and leaves everything else. */
    @PostMapping("/v1/users/{login}/sign-out")
    KnownPerson signOut(@PathVariable String login, @RequestBody Because because) {
        return people.signOut(login, by(because));
    }

    @PostMapping("/v1/users/{login}/password")
    KnownPerson password(@PathVariable String login, @RequestBody NewPassword asked) {
        Author by = Caller.current().because(Reasons.required(asked.reason()));
        return people.setPassword(login, passwords.encoded(Passwords.checked(asked.password(), login)), by);
    }

    /** Of somebody who lost the device and the codes. They are signed out, and enrol anew. */
    @PostMapping("/v1/users/{login}/second-factor/reset")
    KnownPerson resetSecondFactor(@PathVariable String login, @RequestBody Because because) {
        return people.resetSecondFactor(login, by(because));
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
