package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.Person;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody of whom an issuer said who they are, and whom we know by that. */
record VouchedFor(Person person, OidcUser said) implements OidcUser {
    @Override
    public Map<String, Object> getClaims() {
        return said.getClaims();
    }

    @Override
    public @Nullable OidcUserInfo getUserInfo() {
        return said.getUserInfo();
    }

    @Override
    public OidcIdToken getIdToken() {
        return said.getIdToken();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return said.getAttributes();
    }

    /** What they may follows from their roles here, never from what a token says. */
    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public String getName() {
        return person.login();
    }
}
