package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How much one actor may have looked at again (threat S-22): whoever got hold of a key must not spend the provider's rate limit,
 * and neither should a script that runs wild. Counted in the database, so for all nodes together.
 */
@Component
public class ReplayBudget {
    /** So many in one call. */
    public static final int AT_ONCE = 1_000;

    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final long budget;

    ReplayBudget(JdbcClient jdbc, @Value("${plumbline.replay.budget:2000}") long budget) {
        this.jdbc = jdbc;
        this.budget = budget;
    }

    private record Spent(long all, long secondsLeft) {}

    /** Within the transaction of the replay: what is refused is not spent. */
    public void spend(String actor, int howMuch) {
        Spent spent = jdbc.sql("""
                        insert into actor_budget as b (actor, what, since, spent)
                        values (:actor, 'replay', clock_timestamp(), :howMuch)
                        on conflict (actor, what) do update
                            set spent = excluded.spent + case when b.since > clock_timestamp() - :window * interval '1 s'
                                                              then b.spent else 0 end,
                                since = case when b.since > clock_timestamp() - :window * interval '1 s'
                                             then b.since else excluded.since end
                        returning spent, ceil(extract(epoch from since - clock_timestamp()) + :window)::bigint as seconds_left
                        """)
                .param("actor", actor)
                .param("howMuch", howMuch)
                .param("window", WINDOW.toSeconds())
                .query((row, n) -> new Spent(row.getLong("spent"), row.getLong("seconds_left")))
                .single();
        if (spent.all() > budget) {
            throw Refusal.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "REPLAY_LIMIT",
                            actor + " may have " + budget + " subjects looked at again within " + WINDOW.toMinutes()
                                    + " minutes; wait " + spent.secondsLeft() + " s, or raise PLUMBLINE_REPLAY_BUDGET")
                    .header("Retry-After", Long.toString(Math.max(1, spent.secondsLeft())));
        }
    }
}
