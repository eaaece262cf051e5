package dev.plumbline.entitlement.check.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes. Finer than scopes: a key has all the rights of its scopes, a person those of the roles, and a person's
 * key what both have.
 */
public enum Right {
    /** No login, no key. */
    OPEN("to be had by everybody"),
    CHECK("ask what a customer may use", Scope.CHECK),
    USAGE("send usage, reserve and settle", Scope.USAGE),
    READ("read everything but finance's reports", Scope.READ),
    CUSTOMERS("change customers and their links, have them fetched now", Scope.WRITE),
    OVERRIDE("override for one customer, for a while and within the cap of the role", Scope.WRITE),
    OVERRIDE_MORE("override beyond the caps of support, and approve that for others", Scope.WRITE),
    DEAL("phases by hand, places in promotions, moves between plan versions", Scope.WRITE),
    PUBLISH("publish and withdraw models", Scope.WRITE),
    BREAKS("assign, explain and waive breaks", Scope.WRITE),
    /** Whatever else writes: held by keys, and by nobody but admins. */
    WRITE("what else the scope write opens", Scope.WRITE),
    RECONCILE("start, stop and resume reconciliations", Scope.FINANCE),
    RELEASE("let a HOLD go", Scope.FINANCE),
    PREPARE("prepare a period", Scope.FINANCE),
    REVIEW("review, lock and reopen a period", Scope.FINANCE),
    FINANCE("finance's reports", Scope.FINANCE),
    AUDIT("verify the audit", Scope.FINANCE),
    ASK("ask for a second person's approval", Scope.WRITE, Scope.FINANCE),
    APPROVE("decide about what others asked for", Scope.WRITE, Scope.FINANCE),
    REPLAY("replay deliveries and subjects", Scope.ADMIN),
    OPERATE("routes, jobs and accounts: stop and start, ask that one that is held is let go", Scope.ADMIN),
    SELL_ANYWHERE("override past the availability in a market", Scope.ADMIN),
    ADMINISTER("users, keys, the test clock", Scope.ADMIN);

    private final String says;
    private final @Nullable Scope scope;
    private final @Nullable Scope or;

    Right(String says) {
        this.says = says;
        this.scope = null;
        this.or = null;
    }

    Right(String says, Scope scope) {
        this(says, scope, scope);
    }

    Right(String says, Scope scope, Scope or) {
        this.says = says;
        this.scope = scope;
        this.or = or;
    }

    /** What it is for, in words for people. */
    public String says() {
        return says;
    }

    /** Each of which opens it to a key, beside {@code admin}, which opens all. */
    public Set<Scope> scopes() {
        return Stream.of(scope, or).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String authority() {
        return "RIGHT_" + key();
    }

    /** What a route takes that names a scope and nothing finer. */
    static Right of(Scope scope) {
        return switch (scope) {
            case CHECK -> CHECK;
            case USAGE -> USAGE;
            case READ -> READ;
            case WRITE -> WRITE;
            case FINANCE -> FINANCE;
            case ADMIN -> ADMINISTER;
        };
    }

    static Set<Right> of(Set<Scope> scopes) {
        var rights = EnumSet.noneOf(Right.class);
        for (Right right : values()) {
            if (scopes.contains(Scope.ADMIN) || right.scopes().stream().anyMatch(scopes::contains)) {
                rights.add(right);
            }
        }
        return rights;
    }
}
