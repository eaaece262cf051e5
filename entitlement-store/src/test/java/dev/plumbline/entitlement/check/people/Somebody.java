package dev.plumbline.entitlement.check.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import java.util.UUID;

/** People of tests, and what they come with. */
public final class Somebody {
    public static final String PASSWORD = "correct horse battery";

    private Somebody() {}

    public static void with(RunningStore store, String login, String... roles) {
        Answer added = store.post(
                "/v1/users",
                "{\"login\":\"%s\",\"roles\":[\"%s\"],\"reason\":\"a test\"}"
                        .formatted(login, String.join("\",\"", roles)));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
    }

    /** A key of theirs, which nobody else has seen: one that is made through the API is of its maker's hand too. */
    public static String key(RunningStore store, String login, String... scopes) {
        return keyOfNobodyElse(store, "k", login, scopes);
    }

    /** Of nobody at all with an empty login. */
    public static String keyOfNobodyElse(RunningStore store, String name, String login, String... scopes) {
        String secret = "plk_" + UUID.randomUUID().toString().replace("-", "") + "abcdefghijkl";
        store.jdbc()
                .sql("""
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

    /** Nobody's own unless a login is named; made with that key. */
    public static String keyMadeBy(String issuer, RunningStore store, String login, String... scopes) {
        String owner = login.isEmpty() ? "" : ",\"person\":\"" + login + "\"";
        Answer issued = store.post(
                "/v1/api-keys",
                "{\"name\":\"k\",\"scopes\":[\"%s\"]%s}".formatted(String.join("\",\"", scopes), owner),
                "Authorization",
                "Bearer " + issuer);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        return issued.json().get("secret").asString();
    }
}
