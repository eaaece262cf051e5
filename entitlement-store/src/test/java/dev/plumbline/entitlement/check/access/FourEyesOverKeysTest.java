package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.people.Somebody;
import dev.plumbline.entitlement.record.CustomersToResolve;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.json.JsonMapper;

/** Whoever has seen the secret of a key may have used it: whatever it is called, whoever it belongs to. */
class FourEyesOverKeysTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static RunningStore store;
    private static Approvals approvals;
    private static int asked;

    /**
     * Somebody who asks or decides.
     *
     * @param hands those there are (maria, ben, otto, and the applications of whom nobody knows more than a name) who could be it
     */
    private record Hand(Caller caller, Set<String> hands) {}

    private static final Map<String, Hand> ALL = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        approvals = store.bean(Approvals.class);
        assertThat(store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(200);
        store.put("/v1/customers/acme", "{\"country\":\"FI\"}");
        while (store.bean(CustomersToResolve.class).resolveEdited(100) > 0) {
            // until nothing is marked
        }
        for (String admin : List.of("maria", "ben", "otto")) {
            Somebody.with(store, admin, "admin");
        }
        Caller maria = onPage("maria");
        Caller otto = onPage("otto");
        ALL.put("maria on a page", new Hand(maria, Set.of("maria")));
        ALL.put("a key of hers", new Hand(key(Somebody.key(store, "maria", "admin")), Set.of("maria")));
        Caller machine = made(maria, null);
        ALL.put("a key of nobody that she made", new Hand(machine, Set.of("maria")));
        Caller derived = made(machine, null);
        ALL.put("one made with that", new Hand(derived, Set.of("maria")));
        ALL.put("and one with that again", new Hand(made(derived, null), Set.of("maria")));
        ALL.put("hers, rotated by otto", new Hand(rotated(made(maria, null), otto), Set.of("maria", "otto")));
        ALL.put("one that she made for ben", new Hand(made(maria, "ben"), Set.of("maria", "ben")));
        ALL.put("ben on a page", new Hand(onPage("ben"), Set.of("ben")));
        ALL.put("a key of ben's", new Hand(key(Somebody.key(store, "ben", "admin")), Set.of("ben")));
        ALL.put("otto on a page", new Hand(otto, Set.of("otto")));
        Caller bootstrap = store.bean(BootstrapKey.class)
                .find(Secret.sha256(RunningStore.ADMIN))
                .orElseThrow();
        ALL.put("the bootstrap key", new Hand(bootstrap, Set.of("bootstrap")));
        Caller first = made(bootstrap, null);
        ALL.put("a key made with it", new Hand(first, Set.of("first")));
        ALL.put("one made with that one", new Hand(made(first, null), Set.of("first")));
        ALL.put("another key made with it", new Hand(made(bootstrap, null), Set.of("second")));
        ALL.put("one made with it for ben", new Hand(made(bootstrap, "ben"), Set.of("ben")));
        ALL.put(
                "a key of whom nobody knows who made it",
                new Hand(key(Somebody.keyOfNobodyElse(store, "old", "", "admin")), Set.of("stranger")));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static Caller onPage(String login) {
        UUID id = store.jdbc()
                .sql("select id from person where login = :login")
                .param("login", login)
                .query(UUID.class)
                .single();
        return Caller.of(new Person(id, login, login, Set.of(PersonRole.ADMIN)));
    }

    private static Caller key(String secret) {
        return store.bean(KnownKeys.class).find(Secret.sha256(secret)).orElseThrow();
    }

    /** By the controller that pages and the API have in common. */
    private static Caller made(Caller maker, @Nullable String person) {
        return as(
                maker,
                () -> key(store.bean(ApiKeysController.class)
                        .issue(new ApiKeysController.NewKey("k" + ++asked, List.of("admin"), person, null), "a test")
                        .secret()));
    }

    private static Caller rotated(Caller old, Caller by) {
        return as(
                by,
                () -> key(store.bean(ApiKeysController.class)
                        .rotate(UUID.fromString(old.id()), new ApiKeysController.Rotation(null, null), "a test")
                        .secret()));
    }

    private static <T> T as(Caller caller, Supplier<T> does) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        try {
            return does.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static String asked(Caller author) {
        Instant until = Instant.parse("2030-01-01T00:00:00Z").plus(Duration.ofSeconds(++asked));
        var content =
                Map.of("customer", "acme", "feature", "sso", "effect", "grant", "value", true, "validUntil", until);
        return approvals
                .ask(new Approvals.Asked("override", JSON.valueToTree(content), "goodwill", null, null), author)
                .id();
    }

    /** What somebody would write who is connected to the database: of all names of the key the one that is its own. */
    private static void decideAround(String id, Caller by) {
        store.jdbc()
                .sql("""
                        update approval set state = 'refused', decided_by = 'x', decided_ids = array[:name], decided_at = now(),
                               decision_reason = 'around the API'
                        where id = :id
                        """)
                .param("id", id)
                .param("name", Objects.requireNonNullElse(by.key(), by.id()))
                .update();
    }

    @Test
    @DisplayName(
            "S-8: author by page, by key of a person, by machine key, derived, rotated or made for another, against each as"
                    + " approver: who could be the author is refused, by the service and by the database; everybody else is let")
    void comparesWhoeverCouldHaveUsedIt() {
        int refused = 0;
        int let = 0;
        for (Map.Entry<String, Hand> author : ALL.entrySet()) {
            String waiting = asked(author.getValue().caller());
            for (Map.Entry<String, Hand> approver : ALL.entrySet()) {
                String pair = author.getKey() + " asks, and decides: " + approver.getKey();
                String id = waiting;
                Caller decides = approver.getValue().caller();
                boolean same = !Collections.disjoint(
                        author.getValue().hands(), approver.getValue().hands());
                assertThat(approvals.mayDecide(approvals.find(id).orElseThrow(), decides))
                        .as(pair)
                        .isEqualTo(!same);
                if (same) {
                    // With the hands of keys left empty, "a key of nobody that she made" decides for Maria (tried).
                    Refusal refusal =
                            catchThrowableOfType(Refusal.class, () -> approvals.approve(id, decides, "me again", null));
                    assertThat(refusal).as(pair).isNotNull();
                    assertThat(refusal.code()).as(pair).isEqualTo("SECOND_PERSON_REQUIRED");
                    assertThatThrownBy(() -> decideAround(id, decides))
                            .as(pair)
                            .isInstanceOf(DataAccessException.class);
                    refused++;
                } else {
                    assertThat(approvals.refuse(id, decides, "not now", null).state())
                            .as(pair)
                            .isEqualTo(Approval.State.REFUSED);
                    let++;
                    waiting = asked(author.getValue().caller());
                }
            }
        }
        assertThat(refused + let).isEqualTo(ALL.size() * ALL.size());
    }

    @Test
    @DisplayName("S-8: of twelve hands at the same time, eight of them the author's, one of the others decides")
    void letsNoneOfItsOwnWinTheRace() throws Exception {
        List<Caller> hers = List.of(
                        "a key of hers", "one made with that", "hers, rotated by otto", "one that she made for ben")
                .stream()
                .map(name -> Objects.requireNonNull(ALL.get(name)).caller())
                .toList();
        List<Caller> others = List.of("ben on a page", "otto on a page").stream()
                .map(name -> Objects.requireNonNull(ALL.get(name)).caller())
                .toList();
        for (int round = 0; round < 3; round++) {
            String id = asked(Objects.requireNonNull(ALL.get("a key of nobody that she made"))
                    .caller());
            var barrier = new CyclicBarrier(12);
            var tries = new ArrayList<Callable<String>>();
            for (int i = 0; i < 12; i++) {
                Caller by = i % 3 == 0 ? others.get(i % 2) : hers.get(i % 4);
                tries.add(() -> {
                    barrier.await();
                    try {
                        return approvals
                                .approve(id, by, "at once", null)
                                .state()
                                .name();
                    } catch (Refusal refusal) {
                        return refusal.code();
                    }
                });
            }
            try (var threads = Executors.newFixedThreadPool(12)) {
                List<String> heard = threads.invokeAll(tries).stream()
                        .map(answer -> answer.resultNow())
                        .toList();
                assertThat(heard).containsOnlyOnce("EXECUTED");
                assertThat(heard).isSubsetOf("EXECUTED", "DECIDED_ALREADY", "SECOND_PERSON_REQUIRED");
            }
            assertThat(store.jdbc()
                            .sql("select decided_by from approval where id = :id")
                            .param("id", id)
                            .query(String.class)
                            .single())
                    .isIn("ben", "otto");
        }
    }

    @Test
    @DisplayName("S-7 S-8: whose hand a key is was worked out when it was made; nobody changes it, and no key goes")
    void staysOfWhomItIs() {
        UUID id = UUID.fromString(
                Objects.requireNonNull(ALL.get("one made with that")).caller().id());
        for (String forged : List.of(
                "update api_key set hands = '{}' where id = :id",
                "update api_key set made_with = null where id = :id",
                "update api_key set person_id = (select id from person where login = 'ben') where id = :id",
                "delete from api_key where id = :id")) {
            assertThatThrownBy(() -> store.jdbc().sql(forged).param("id", id).update())
                    .as(forged)
                    .isInstanceOf(DataAccessException.class);
        }
        store.jdbc()
                .sql("insert into api_key (name, prefix, secret_sha256, scopes, created_by, made_with, hands)"
                        + " values ('x', 'plk_x', 'x', '{admin}', 'x', 'key:' || :id::text, '{}')")
                .param("id", id)
                .update();
        assertThat(store.jdbc()
                        .sql("select array_to_string(hands, ' ') from api_key where prefix = 'plk_x'")
                        .query(String.class)
                        .single())
                .as("whatever is said when it is made")
                .contains("person:")
                .contains("key:" + id);
    }
}
