package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.record.Author;
import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Whoever asks: a key in a header, or a person who logged in. The principal of a request, and the actor of what it writes.
 *
 * @param id of the key, or of the person; tells two of one name apart
 * @param name what the audit calls them
 * @param rights what they may do, now
 * @param person who logged in, or whose key it is; null for a key that is nobody's own
 * @param identities every name that a second person must not have too: of a key also whoever made it (ADR 32)
 * @param expiresAt null when it does not
 */
public record Caller(
        String id,
        String name,
        Set<Right> rights,
        @Nullable Person person,
        Set<String> identities,
        @Nullable Instant expiresAt)
        implements Principal {
    private static final String KEY = "key:";

    public Caller {
        rights = Set.copyOf(rights);
        identities = Set.copyOf(identities);
    }

    public static Caller of(Person person) {
        return new Caller(person.identity(), person.login(), person.rights(), person, Set.of(person.identity()), null);
    }

    /**
     * A key never may more than the person whose it is.
     *
     * @param hands whoever has seen its secret, by all their names; it may be used by any of them
     */
    static Caller ofKey(
            String id,
            String name,
            Set<Scope> scopes,
            @Nullable Person owner,
            Set<String> hands,
            @Nullable Instant expiresAt) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        rights.addAll(Right.of(scopes));
        var identities = new HashSet<>(hands);
        identities.add(KEY + id);
        if (owner != null) {
            rights.retainAll(owner.rights());
            identities.add(owner.identity());
        }
        return new Caller(
                id, owner == null ? name : owner.login() + " (" + name + ")", rights, owner, identities, expiresAt);
    }

    @Override
    public String getName() {
        return name;
    }

    public boolean may(Right right) {
        return right == Right.OPEN || rights.contains(right);
    }

    /** The key that it came with, as four-eyes rules name it; null for somebody on a page. */
    @Nullable
    String key() {
        return person != null && id.equals(person.identity()) ? null : KEY + id;
    }

    /** Four eyes are those of two people: another key, or the same person on a page, is not a second one. */
    public boolean isOneOf(Set<String> others) {
        return !Collections.disjoint(identities, others);
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
        throw new IllegalStateException("This request came without an API key, and nobody is logged in");
    }
}
