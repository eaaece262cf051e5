package dev.plumbline.entitlement.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is compared and not kept, such as an e-mail address: kept is a keyed hash, so that who has a table of them alone cannot try
 * what it may be of (threat S-11). The key was drawn once, by the database.
 */
@Component
public class ComparisonKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final JdbcClient jdbc;
    private volatile byte @Nullable [] key;

    public ComparisonKey(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, impossible);
        }
    }

    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = jdbc.sql("select key from comparison_key")
                    .query((row, n) -> row.getBytes("key"))
                    .single();
            key = known;
        }
        return known;
    }
}
