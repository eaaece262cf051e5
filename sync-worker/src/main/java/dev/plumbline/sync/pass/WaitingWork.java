package dev.plumbline.sync.pass;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whether anything waits that comes before background work: a subject to be looked at, a customer that was edited. */
@Repository
public class WaitingWork {
    private final JdbcClient jdbc;

    WaitingWork(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public boolean isAny() {
        return jdbc.sql("""
                        select exists (select from subject
                                       where waits and due_at <= clock_timestamp() and state <> 'QUARANTINED')
                            or exists (select from customer where dirty_seq is not null)
                        """).query(Boolean.class).single();
    }
}
