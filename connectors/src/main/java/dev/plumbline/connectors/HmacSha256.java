package dev.plumbline.connectors;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 over raw bytes under every live secret of an endpoint: during a rotation there are two, and either counts
 * (threat S-21). Without a secret nothing is ever signed (threat S-1).
 */
public final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final List<Key> keys;

    private HmacSha256(List<Key> keys) {
        this.keys = keys;
    }

    /** @param mac keyed once and never fed: each check feeds a clone, so threads share nothing and no provider is looked up */
    private record Key(WebhookSecret secret, Mac mac) {}

    /** The secrets are used whole, as UTF-8. */
    public static HmacSha256 underAnyOf(List<WebhookSecret> secrets) {
        return new HmacSha256(secrets.stream()
                .map(secret -> new Key(secret, keyed(secret.value())))
                .toList());
    }

    /**
     * Whether one of the claimed signatures is that of {@code head} followed by {@code body} under one of the secrets that
     * are live then. All pairs are compared, each in constant time: how long it takes tells nothing about which one was near.
     */
    public boolean signed(byte[] head, byte[] body, List<byte[]> claimed, Instant at) {
        boolean signed = false;
        for (Key key : keys) {
            if (!key.secret.isLive(at)) {
                continue;
            }
            Mac mac = cloneOf(key.mac);
            mac.update(head);
            byte[] expected = mac.doFinal(body);
            for (byte[] claim : claimed) {
                signed |= MessageDigest.isEqual(expected, claim);
            }
        }
        return signed;
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            cloneOf(mac); // a security provider that cannot clone is found out now, not at the first webhook
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    private static Mac cloneOf(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The " + ALGORITHM + " of " + mac.getProvider() + " cannot be cloned", e);
        }
    }
}
