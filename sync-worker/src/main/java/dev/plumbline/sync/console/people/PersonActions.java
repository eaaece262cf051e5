package dev.plumbline.sync.console.people;

import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.people.KnownPerson;
import dev.plumbline.entitlement.check.people.UsersController;
import dev.plumbline.entitlement.check.people.UsersController.Because;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What admins do with somebody: each with a reason, each in the audit, each at once. */
@Controller
class PersonActions {
    private static final String PASSWORD = "A password, to be handed over";

    private final UsersController users;
    private final PeoplePages pages;

    PersonActions(UsersController users, PeoplePages pages) {
        this.users = users;
        this.pages = pages;
    }

    /** With a password that is made here, unless their password is kept elsewhere. */
    @PostMapping("/console/people")
    String add(
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String login,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable List<String> roles,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            KnownPerson added = users.add(new UsersController.NewUser(login.strip(), name, roles, null, reason));
            Once.show(
                    next,
                    PASSWORD,
                    users.resetPassword(added.login(), new Because(reason)).password());
            Notice.done(next, added.login() + " may log in.");
            return at(added.login());
        } catch (Refusal refusal) {
            return pages.draft(
                    Filled.with(Map.of(
                                    "login",
                                    login,
                                    "name",
                                    name == null ? "" : name,
                                    "roles",
                                    roles == null ? "" : String.join(" ", roles),
                                    "reason",
                                    reason))
                            .refused(refusal),
                    page);
        }
    }

    /** The form has all roles: those that are ticked stay or come, the others go. */
    @PostMapping("/console/people/{login}/roles")
    String roles(
            @PathVariable String login,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable List<String> roles,
            @RequestParam(required = false) @Nullable String edit,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            KnownPerson changed = users.change(
                    login,
                    new UsersController.Edit(name, roles == null ? List.of() : roles, reason),
                    EditNumber.expected(edit));
            Notice.done(next, "They are " + String.join(", ", changed.roles()) + " now, wherever they are logged in.");
            return at(login);
        } catch (Refusal refusal) {
            return pages.show(
                    login,
                    Filled.with(Map.of(
                                    "name",
                                    name == null ? "" : name,
                                    "roles",
                                    roles == null ? "" : String.join(" ", roles),
                                    "edit",
                                    edit == null ? "" : edit,
                                    "reason",
                                    reason))
                            .refused(refusal),
                    page);
        }
    }

    @PostMapping(PeoplePageRoutes.ACT)
    String act(
            @PathVariable String login,
            @PathVariable String action,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            Notice.done(next, done(login, action, new Because(reason), next));
            return at(login);
        } catch (Refusal refusal) {
            users.one(login);
            return pages.show(login, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    private String done(String login, String action, Because because, RedirectAttributes next) {
        return switch (action) {
            case "disable" -> {
                users.disable(login, because);
                yield "They are disabled: out wherever they were logged in, and their keys rest.";
            }
            case "enable" -> {
                users.enable(login, because);
                yield "They may log in again.";
            }
            case "sign-out" -> {
                users.signOut(login, because);
                yield "They are out wherever they were logged in.";
            }
            case "second-factor" -> {
                users.resetSecondFactor(login, because);
                yield "Their device and recovery codes are forgotten, and they are out: they enrol anew.";
            }
            case "password" -> {
                Once.show(next, PASSWORD, users.resetPassword(login, because).password());
                yield "Their password is another one, and whoever was logged in with the old one is out.";
            }
            default -> throw Refusal.of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing under this address");
        };
    }

    private static String at(String login) {
        return "redirect:/console/people/"
                + URLEncoder.encode(login, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
