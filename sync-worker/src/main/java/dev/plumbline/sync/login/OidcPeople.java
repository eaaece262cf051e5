package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.people.Logins;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody with a token that was verified: known here by the issuer's name for them, with the roles of their groups, or refused. */
final class OidcPeople implements OAuth2UserService<OidcUserRequest, OidcUser> {
    static final String NO_ROLE = "no_role";
    static final String DISABLED = "disabled";
    static final String NO_FACTOR = "no_second_factor";
    private static final int LONGEST = 100;

    private final OidcSettings settings;
    private final Logins logins;
    private final MeterRegistry meters;
    private final OidcUserService verified = new OidcUserService();

    OidcPeople(OidcSettings settings, Logins logins, MeterRegistry meters) {
        this.settings = settings;
        this.logins = logins;
        this.meters = meters;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser said = verified.loadUser(request);
        String subject = Objects.requireNonNull(said.getSubject(), "A token that was verified says of whom it is");
        Map<String, Object> claims = said.getClaims();
        Set<PersonRole> roles = settings.rolesIn(claims);
        if (roles.isEmpty()) {
            throw refused(NO_ROLE);
        }
        if (!settings.isEnough(claims, roles)) {
            throw refused(NO_FACTOR);
        }
        String login = login(claims, subject);
        Person person = logins.vouchedFor(String.valueOf(said.getIssuer()), subject, login, name(claims, login), roles)
                .orElseThrow(() -> refused(DISABLED));
        count("accepted");
        return new VouchedFor(person, said);
    }

    private String login(Map<String, Object> claims, String subject) {
        String login = text(claims.get(settings.loginClaim()), subject).toLowerCase(Locale.ROOT);
        return login.replaceAll("[^a-z0-9._@+-]", "-");
    }

    private String name(Map<String, Object> claims, String login) {
        return text(claims.get(settings.nameClaim()), login).replaceAll("\\p{Cntrl}", " ");
    }

    private static String text(@Nullable Object claim, String otherwise) {
        String text = claim instanceof String given && !given.isBlank() ? given.strip() : otherwise;
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    private OAuth2AuthenticationException refused(String code) {
        count("refused");
        return new OAuth2AuthenticationException(new OAuth2Error(code));
    }

    private void count(String outcome) {
        meters.counter("plumbline.logins", "way", "oidc", "outcome", outcome).increment();
    }
}
