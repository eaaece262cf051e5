package dev.plumbline.sync.console.people;

import dev.plumbline.entitlement.check.access.ApiKeysController;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.evidence.AuditController;
import dev.plumbline.entitlement.check.people.KnownPerson;
import dev.plumbline.entitlement.check.people.UsersController;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Everybody who may log in, one of them, and what each role may do. */
@Controller
class PeoplePages {
    private static final int SOME = 20;
    private static final Export.Table<KnownPerson> TABLE = new Export.Table<>(
            "people",
            List.of(
                    "login",
                    "name",
                    "roles",
                    "state",
                    "logsInBy",
                    "secondFactor",
                    "createdAt",
                    "createdBy",
                    "lastLoginAt"),
            one -> new @Nullable Object[] {
                one.login(),
                one.name(),
                String.join(" ", one.roles()),
                one.state(),
                one.logsInBy(),
                one.secondFactor(),
                one.createdAt(),
                one.createdBy(),
                one.lastLoginAt()
            });

    private final UsersController users;
    private final ApiKeysController keys;
    private final AuditController audit;
    private final Export export;

    PeoplePages(UsersController users, ApiKeysController keys, AuditController audit, Export export) {
        this.users = users;
        this.keys = keys;
        this.audit = audit;
        this.export = export;
    }

    @GetMapping("/console/people")
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("q", q);
        page.addAttribute("role", role);
        page.addAttribute("state", state);
        page.addAttribute("roles", PersonRole.values());
        page.addAttribute("list", Listing.of(found(q, role, state), request));
        return "people";
    }

    @GetMapping("/console/people.csv")
    void csv(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, found(q, role, state), request, response);
    }

    private Pages<KnownPerson> found(@Nullable String q, @Nullable String role, @Nullable String state) {
        return (limit, cursor) -> users.list(q, role, state, cursor, limit);
    }

    @GetMapping("/console/people/{login}")
    String one(@PathVariable String login, Model page) {
        return show(login, Filled.with(Map.of("reason", "")), page);
    }

    /** @param form what was sent, if it was refused */
    String show(String login, Filled form, Model page) {
        Person me = Caller.current().person();
        page.addAttribute("found", users.one(login));
        page.addAttribute("form", form);
        page.addAttribute("roles", PersonRole.values());
        page.addAttribute("oneself", me != null && me.login().equals(login));
        page.addAttribute("keys", keys.list(null, null, login, null, SOME, null).data());
        page.addAttribute("done", audit.about("user", login, SOME));
        return "person";
    }

    @GetMapping("/console/new-person")
    String empty(Model page) {
        return draft(Filled.with(Map.of("login", "", "name", "", "roles", "", "reason", "")), page);
    }

    String draft(Filled form, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("roles", PersonRole.values());
        return "person-new";
    }

    /** The one table of who may do what, as it is enforced. */
    @GetMapping("/console/roles")
    String roles(Model page) {
        page.addAttribute("roles", PersonRole.values());
        page.addAttribute(
                "rights",
                Arrays.stream(Right.values())
                        .filter(right -> right != Right.OPEN)
                        .toList());
        return "roles";
    }
}
