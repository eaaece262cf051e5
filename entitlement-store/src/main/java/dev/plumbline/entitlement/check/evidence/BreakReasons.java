package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Why breaks are as they are: a closed list that is kept as data, so that a report can count by it. */
@Repository
public class BreakReasons {
    private final JdbcClient jdbc;

    BreakReasons(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param closesAs what became of a break that closes with it: explained, fixed, accepted or auto-cleared
     * @param forPeople whether a person may give it
     */
    public record Reason(String code, String closesAs, boolean forPeople, String meaning) {}

    List<Reason> all() {
        return jdbc.sql("select code, closes_as, for_people, meaning from break_reason order by code")
                .query((row, n) -> new Reason(
                        row.getString("code"),
                        row.getString("closes_as"),
                        row.getBoolean("for_people"),
                        row.getString("meaning")))
                .list();
    }

    /** Null leaves it as it is, empty takes it away. */
    void check(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return;
        }
        List<String> known =
                all().stream().filter(Reason::forPeople).map(Reason::code).toList();
        if (!known.contains(code)) {
            throw Refusal.ofBody("/reasonCode", "It is one of " + known);
        }
    }
}
