package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What stands around a page. */
public final class Frame {
    private final HttpServletRequest request;
    private final Permissions permissions;

    Frame(HttpServletRequest request, Permissions permissions) {
        this.request = request;
        this.permissions = permissions;
    }

    /** Who is here; null on pages that need no login. */
    public @Nullable String person() {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        return somebody != null && somebody.getPrincipal() instanceof Caller caller ? caller.name() : null;
    }

    public List<Navigation.Group> navigation() {
        return person() == null ? List.of() : Navigation.of(this::mayOpen);
    }

    public String path() {
        return request.getRequestURI();
    }

    /** What was asked beside the path, to come back to it; empty for nothing. */
    public String query() {
        String query = request.getQueryString();
        return query == null ? "" : "?" + query;
    }

    public boolean mayOpen(String path) {
        return permissions.may("GET", path);
    }

    public boolean maySend(String path) {
        return permissions.may("POST", path);
    }
}
