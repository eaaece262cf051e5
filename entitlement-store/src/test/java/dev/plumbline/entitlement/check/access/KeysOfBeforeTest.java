package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys that were made before their hands were kept (V038). */
class KeysOfBeforeTest {
    private static final String MARIA = "00000000-0000-0000-0000-00000000000a";
    private static final String BEN = "00000000-0000-0000-0000-00000000000b";

    @Test
    @DisplayName(
            "S-8: the hands of keys that were there are filled as far as they can be known; of the others nothing is made up")
    void fillsWhatCanBeKnown() {
        var database = TestDatabase.empty();
        Flyway.configure().dataSource(database).target("35").load().migrate();
        var jdbc = JdbcClient.create(database);
        jdbc.sql("""
                        insert into person (id, login, name, roles, created_by, sessions_from, device_secret)
                        select id::uuid, login, login, '{admin}', 'x', now(), sha256('x')
                        from (values (:maria, 'maria'), (:ben, 'ben')) p (id, login)
                        """).param("maria", MARIA).param("ben", BEN).update();
        // number, name, made by, the person behind that, whose it is, in whose place
        key(jdbc, 1, "root", "bootstrap", null, null, null);
        key(jdbc, 2, "child", "root", null, null, null);
        key(jdbc, 3, "child of child", "child", null, null, null);
        key(jdbc, 4, "machine", "maria", MARIA, null, null);
        key(jdbc, 5, "for ben", "maria", MARIA, BEN, null);
        key(jdbc, 6, "made with ben's", "ben (for ben)", BEN, null, null);
        key(jdbc, 7, "child", "child", null, null, 2);
        key(jdbc, 8, "of whom nobody knows", "somebody", null, null, null);
        key(jdbc, 9, "made by one of two", "child", null, null, null);
        Flyway.configure().dataSource(database).load().migrate();

        var hands = new TreeMap<Integer, List<String>>();
        jdbc.sql("select right(id::text, 1)::int as number, hands from api_key").query(row -> {
            hands.put(
                    row.getInt("number"),
                    Stream.of((Object[]) row.getArray("hands").getArray())
                            .map(hand -> String.valueOf(hand)
                                    .replace("person:" + MARIA, "maria")
                                    .replace("person:" + BEN, "ben")
                                    .replaceAll("key:0.*0(\\d)$", "$1"))
                            .sorted()
                            .toList());
        });
        assertThat(hands)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        1, List.of(),
                        2, List.of("1"),
                        3, List.of("1", "2"),
                        4, List.of("maria"),
                        5, List.of("ben", "maria"),
                        6, List.of("5", "ben", "maria"),
                        7, List.of("1", "2"),
                        8, List.of(),
                        9, List.of("1", "2", "7")));
    }

    private static void key(
            JdbcClient jdbc,
            int number,
            String name,
            String by,
            @Nullable String issuer,
            @Nullable String person,
            @Nullable Integer replaces) {
        jdbc.sql("""
                        insert into api_key (id, name, prefix, secret_sha256, scopes, created_at, created_by, issued_by, person_id,
                                             replaces, line)
                        values (:id::uuid, :name, 'plk_', sha256(convert_to(:id, 'UTF8')), '{admin}',
                                timestamptz '2026-01-01' + :number * interval '1 day', :by, :issuer::uuid, :person::uuid,
                                :replaces::uuid, :replaces::uuid)
                        """)
                .param("id", id(number))
                .param("name", name)
                .param("number", number)
                .param("by", by)
                .param("issuer", issuer)
                .param("person", person)
                .param("replaces", replaces == null ? null : id(replaces))
                .update();
    }

    private static String id(int number) {
        return "00000000-0000-0000-0000-00000000000" + number;
    }
}
