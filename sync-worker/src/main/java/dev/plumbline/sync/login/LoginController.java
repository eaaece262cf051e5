package dev.plumbline.sync.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page to log in on, and the one that says what a page would take. */
@Controller
class LoginController {
    /** A session in which nobody has logged in yet needs to live no longer than it takes to type. */
    private static final int SECONDS_TO_TYPE = 900;

    private static final Map<String, String> WHY = Map.of(
            "failed", "That login and that password do not belong together.",
            "ended", "You were logged out: after a while without work, after a long day, or by an admin.",
            "left", "You are logged out.",
            "again", "This decision takes a fresh login: please log in once more, then send it again.",
            "away", "The database cannot be reached just now. Try again in a moment.",
            "role", "You are known, but none of your groups has a role here. Ask an admin.",
            "disabled", "Your account here is disabled. Ask an admin.",
            "factor", "Your role takes a second factor: log in with it at your company's login.",
            "issuer", "Logging in with your company's login did not work. Try again.");

    private final Destination destination;
    private final boolean elsewhere;
    private final String issuerName;

    LoginController(
            Destination destination,
            ObjectProvider<ClientRegistrationRepository> clients,
            @Value("${plumbline.oidc.name:your company's login}") String issuerName) {
        this.destination = destination;
        this.elsewhere = clients.getIfAvailable() != null;
        this.issuerName = issuerName;
    }

    @GetMapping("/login")
    String login(
            @RequestParam(required = false) @Nullable String why,
            @RequestParam(required = false) @Nullable String minutes,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        String wanted = destination.checked(to);
        if (request.getSession(false) == null) {
            request.getSession().setMaxInactiveInterval(SECONDS_TO_TYPE);
        }
        if (elsewhere) {
            PageSession.wants(request, wanted);
        }
        if ("wait".equals(why)) {
            response.setStatus(429);
        }
        page.addAttribute("message", message(why, minutes));
        page.addAttribute("to", wanted);
        page.addAttribute("elsewhere", elsewhere);
        page.addAttribute("issuerName", issuerName);
        return "login";
    }

    private static @Nullable String message(@Nullable String why, @Nullable String minutes) {
        if ("wait".equals(why)) {
            String some = minutes != null && minutes.matches("[0-9]{1,2}") ? minutes : "a few";
            return "Too many passwords were tried from here. Try again in " + some + " minutes.";
        }
        return why == null ? null : WHY.get(why);
    }

    /** Only ever forwarded to; who asks for it finds nothing. */
    @RequestMapping(PageRefusals.PAGE)
    String refused(HttpServletRequest request, HttpServletResponse response, Model page) {
        int status = request.getAttribute(PageRefusals.STATUS) instanceof Integer set ? set : 404;
        response.setStatus(status);
        page.addAttribute("title", status == 404 ? "Not here" : "Not for you");
        page.addAttribute(
                "detail",
                request.getAttribute(PageRefusals.DETAIL) instanceof String detail
                        ? detail
                        : "There is nothing under this address.");
        return "refused";
    }
}
