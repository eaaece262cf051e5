package dev.plumbline.entitlement.check.access;

import java.util.Arrays;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request whose key was found. The secret is not kept. */
final class KeyAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    KeyAuthentication(Caller caller) {
        super(AuthorityUtils.createAuthorityList(Arrays.stream(Scope.values())
                .filter(caller::has)
                .map(Scope::authority)
                .toList()));
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }
}
