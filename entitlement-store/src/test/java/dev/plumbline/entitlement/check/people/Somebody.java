package dev.plumbline.entitlement.check.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;

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

    /** A key of theirs. */
    public static String key(RunningStore store, String login, String... scopes) {
        return keyMadeBy(RunningStore.ADMIN, store, login, scopes);
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
