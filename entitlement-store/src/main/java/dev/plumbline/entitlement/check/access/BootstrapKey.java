package dev.plumbline.entitlement.check.access;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The first key, given by whoever starts the service: an admin, so that others can be made. */
@Component
class BootstrapKey {
    static final int SHORTEST = 32;
    static final String ID = "bootstrap";
    private static final Caller CALLER = Caller.ofKey(ID, "bootstrap", Set.of(Scope.ADMIN), null, Set.of(), null);

    private final byte @Nullable [] sha256;

    BootstrapKey(@Value("${plumbline.bootstrap-key:}") String secret) {
        if (!secret.isEmpty() && secret.length() < SHORTEST) {
            throw new WeakKey(secret.length());
        }
        this.sha256 = secret.isEmpty() ? null : Secret.sha256(secret);
    }

    Optional<Caller> find(byte[] other) {
        return sha256 != null && MessageDigest.isEqual(sha256, other) ? Optional.of(CALLER) : Optional.empty();
    }
}
