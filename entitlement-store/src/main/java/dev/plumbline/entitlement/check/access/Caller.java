package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.record.Author;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Whoever sends an API key: the principal of a request, and the actor of what it writes.
 *
 * @param id of the key; tells two keys of one name apart
 * @param expiresAt null when it does not
 */
public record Caller(
        String id, String name, Set<Scope> scopes, @Nullable Instant expiresAt) implements Principal {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String getName() {
        return name;
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    public Author because(String reason) {
        return new Author(name, reason);
    }

    /** @param link where more is to be read; null for none */
    public Author because(String reason, @Nullable String link) {
        return new Author(name, reason, link);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Of the request that this thread serves. */
    public static Caller current() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("This request came without an API key");
    }
}
