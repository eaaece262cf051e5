package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.PersonRole;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An issuer that says who somebody is (OpenID Connect), and what its words mean here.
 *
 * @param rolesClaim where it names a person's groups; {@code realm_access.roles} for one inside another
 * @param roles for each role of ours, the groups whose members have it
 * @param secondFactor methods ({@code amr}), one of which a login must have used for a role that decides; empty: not asked for
 */
@ConfigurationProperties("plumbline.oidc")
record OidcSettings(
        String issuer,
        String clientId,
        String clientSecret,
        @DefaultValue({"openid", "profile"}) Set<String> scopes,
        @DefaultValue("preferred_username") String loginClaim,
        @DefaultValue("name") String nameClaim,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue Map<String, List<String>> roles,
        @DefaultValue Set<String> secondFactor) {
    private static final Set<PersonRole> DECIDING =
            EnumSet.of(PersonRole.ADMIN, PersonRole.FINANCE_REVIEWER, PersonRole.OPERATOR, PersonRole.PRODUCT);

    OidcSettings {
        if (!isSafe(URI.create(issuer))) {
            throw new IllegalArgumentException(
                    "PLUMBLINE_OIDC_ISSUER is an https address: what it says is who may do what");
        }
        roles.keySet().forEach(role -> {
            if (PersonRole.of(role).isEmpty()) {
                throw new IllegalArgumentException("plumbline.oidc.roles names no role of ours: " + role);
            }
        });
    }

    private static boolean isSafe(URI issuer) {
        try {
            return "https".equals(issuer.getScheme())
                    || ("http".equals(issuer.getScheme())
                            && issuer.getHost() != null
                            && InetAddress.getByName(issuer.getHost()).isLoopbackAddress());
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    /** Nobody has a role that no group of theirs stands for. */
    Set<PersonRole> rolesIn(Map<String, Object> claims) {
        List<String> groups = words(inside(claims, rolesClaim)).toList();
        var found = EnumSet.noneOf(PersonRole.class);
        roles.forEach((role, theirs) -> {
            if (theirs.stream().anyMatch(groups::contains)) {
                PersonRole.of(role).ifPresent(found::add);
            }
        });
        return found;
    }

    /** Whether a login of this kind is enough for these roles. */
    boolean isEnough(Map<String, Object> claims, Set<PersonRole> found) {
        return secondFactor.isEmpty()
                || found.stream().noneMatch(DECIDING::contains)
                || words(claims.get("amr")).anyMatch(secondFactor::contains);
    }

    private static @Nullable Object inside(Map<String, Object> claims, String path) {
        Object found = claims;
        for (String name : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    private static Stream<String> words(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> several -> several.stream().map(String::valueOf);
            case String some -> Stream.of(some.split("\\s+", -1));
            case null, default -> Stream.empty();
        };
    }
}
