package dev.plumbline.sync.console.product;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How often applications asked for features one by one (M32), as far as it is written down. */
@Repository
class FeaturesAsked {
    private final JdbcClient jdbc;

    FeaturesAsked(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, Long> since(LocalDate day) {
        var asked = new HashMap<String, Long>();
        jdbc.sql("select feature, sum(asked) as asked from feature_asked where day >= :day and known group by feature")
                .param("day", day)
                .query(row -> {
                    asked.put(row.getString("feature"), row.getLong("asked"));
                });
        return asked;
    }

    record OnDay(LocalDate day, long asked) {}

    /** The newest day first; days without a question are left out. */
    List<OnDay> ofFeature(String feature, LocalDate since) {
        return jdbc.sql("""
                        select day, asked from feature_asked where feature = :feature and day >= :since and known
                        order by day desc
                        """)
                .param("feature", feature)
                .param("since", since)
                .query((row, n) -> new OnDay(row.getObject("day", LocalDate.class), row.getLong("asked")))
                .list();
    }
}
