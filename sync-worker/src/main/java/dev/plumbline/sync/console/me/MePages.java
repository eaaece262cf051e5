package dev.plumbline.sync.console.me;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.people.SecondFactors;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.login.OwnAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own password and second factor. What was typed is never sent back. */
@Controller
class MePages {
    private static final String HERE = "redirect:/console/me";
    private static final Filled NOTHING = Filled.with(Map.of());

    private final OwnAccess access;
    private final SecondFactors factors;

    MePages(OwnAccess access, SecondFactors factors) {
        this.access = access;
        this.factors = factors;
    }

    @GetMapping("/console/me")
    String me(Model page) {
        return show(NOTHING, List.of(), page);
    }

    @PostMapping("/console/me/password")
    String password(
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String current,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String password,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String again,
            HttpServletRequest request,
            Model page,
            RedirectAttributes next) {
        try {
            if (!password.equals(again)) {
                throw Refusal.ofBody("/again", "The two are not the same");
            }
            access.changePassword(request, me(), current, password);
            Notice.done(next, "Your password is changed, and whoever was logged in as you elsewhere is out.");
            return HERE;
        } catch (Refusal refusal) {
            return show(refused(refusal, "current", "password", "again"), List.of(), page);
        }
    }

    @PostMapping("/console/me/factor")
    String begin(Model page, RedirectAttributes next) {
        try {
            factors.begin(me());
            return HERE + "#factor";
        } catch (Refusal refusal) {
            return show(NOTHING.refused(refusal), List.of(), page);
        }
    }

    @PostMapping("/console/me/factor/confirm")
    String confirm(
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String code, HttpServletRequest request, Model page) {
        try {
            return show(NOTHING, access.confirm(request, me(), code), page);
        } catch (Refusal refusal) {
            return show(refused(refusal, "code"), List.of(), page);
        }
    }

    @PostMapping("/console/me/factor/off")
    String takeOff(
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String off,
            HttpServletRequest request,
            Model page,
            RedirectAttributes next) {
        try {
            access.takeOff(request, me(), off);
            Notice.done(next, "It is taken off: your password alone lets you in.");
            return HERE;
        } catch (Refusal refusal) {
            return show(refused(refusal, "off"), List.of(), page);
        }
    }

    private static Filled refused(Refusal refusal, String... fields) {
        var empty = new HashMap<String, String>();
        for (String field : fields) {
            empty.put(field, "");
        }
        return Filled.with(empty).refused(refusal);
    }

    private String show(Filled form, List<String> recovery, Model page) {
        Person me = me();
        page.addAttribute("me", me);
        page.addAttribute("form", form);
        page.addAttribute("hasPassword", access.hasPassword(me));
        page.addAttribute("factor", factors.of(me.id()));
        page.addAttribute("given", access.hasGivenPassword(me));
        page.addAttribute("required", factors.isRequired());
        page.addAttribute("enrolment", factors.begun(me).orElse(null));
        page.addAttribute("recovery", recovery);
        return "me";
    }

    private static Person me() {
        return Objects.requireNonNull(Caller.current().person(), "A page is asked for by a person");
    }
}
