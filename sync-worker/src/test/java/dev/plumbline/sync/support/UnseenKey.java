package dev.plumbline.sync.support;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A key whose secret nobody has seen but who uses it: one that is made through the API is of its maker's hand too (ADR 32). */
public final class UnseenKey {
    private UnseenKey() {}

    /** Of nobody, and made with another: whoever has that one has seen it. */
    public static String madeWith(JdbcClient jdbc, String maker, String... scopes) {
        String secret = "plk_" + UUID.randomUUID().toString().replace("-", "") + "abcdefghijkl";
        jdbc.sql("""
                        insert into api_key (name, prefix, secret_sha256, scopes, created_by, made_with)
                        select 'derived', left(:secret, 10), sha256(convert_to(:secret, 'UTF8')), :scopes, 'test', 'key:' || id
                        from api_key where secret_sha256 = sha256(convert_to(:maker, 'UTF8'))
                        """)
                .param("secret", secret)
                .param("scopes", scopes)
                .param("maker", maker)
                .update();
        return secret;
    }

    /** Of nobody at all with an empty login. */
    public static String of(JdbcClient jdbc, String name, String login, String... scopes) {
        String secret = "plk_" + UUID.randomUUID().toString().replace("-", "") + "abcdefghijkl";
        jdbc.sql("""
                        insert into api_key (name, prefix, secret_sha256, scopes, created_by, person_id)
                        values (:name, left(:secret, 10), sha256(convert_to(:secret, 'UTF8')), :scopes, 'test',
                                (select id from person where login = :login))
                        """)
                .param("name", name)
                .param("secret", secret)
                .param("scopes", scopes)
                .param("login", login)
                .update();
        return secret;
    }
}
