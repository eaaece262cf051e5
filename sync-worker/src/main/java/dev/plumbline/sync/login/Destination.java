package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.AccessTable;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a login leads: to a page of ours and nowhere else, whatever the address said (no open redirect). */
@Component
class Destination {
    static final String START = "/console";
    private static final int LONGEST = 2_000;

    private final AccessTable table;

    Destination(AccessTable table) {
        this.table = table;
    }

    /** The page that was wanted if it is one, else the start. */
    String checked(@Nullable String wanted) {
        if (wanted == null
                || wanted.length() > LONGEST
                || !wanted.startsWith("/")
                || wanted.startsWith("//")
                || wanted.chars().anyMatch(c -> c <= ' ' || c == '\\' || c >= 127)) {
            return START;
        }
        try {
            String path = new URI(wanted).getRawPath();
            boolean leadsOn = path != null
                    && !path.startsWith("/log")
                    && table.rules(false).stream()
                            .anyMatch(rule -> rule.method().matches("GET") && rule.matches(path));
            return leadsOn ? wanted : START;
        } catch (URISyntaxException none) {
            return START;
        }
    }

    /** The login page that leads back to where this request was going, if somebody can go there. */
    String login(HttpServletRequest request, String why) {
        String to = request.getMethod().equals("GET") ? asked(request) : referer(request);
        String checked = checked(to);
        return "/login?why=" + why
                + (checked.equals(START) ? "" : "&to=" + URLEncoder.encode(checked, StandardCharsets.UTF_8));
    }

    private static String asked(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    /** The page with the form; its host is of no matter, we stay at ours. */
    private static @Nullable String referer(HttpServletRequest request) {
        String referer = request.getHeader("Referer");
        try {
            if (referer == null) {
                return null;
            }
            URI page = new URI(referer);
            return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
        } catch (URISyntaxException none) {
            return null;
        }
    }
}
