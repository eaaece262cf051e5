package dev.plumbline.sync.setup;

/** What a connection may do (S-19), and for how long. */
enum DatabaseRole {
    WORKER("plumbline_worker", "set statement_timeout = '5min'; set idle_in_transaction_session_timeout = '60s'"),
    /** One statement that takes longer: the provider is to hear 503 before it gives up. */
    INGEST("plumbline_ingest", "set statement_timeout = '5s'; set idle_in_transaction_session_timeout = '10s'");

    /**
     * Who waits for a row longer than this holds a connection that others need: better to say "again later". And what the server
     * is to do when one of us dies: the locks of a process that is gone, even in the middle of a long statement, are free within
     * a second (case F-22), those of a machine that is gone within half a minute. Not every platform can watch a connection while
     * a statement runs.
     */
    private static final String SESSION = """
            set lock_timeout = '3s';
            set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
            do $$ begin
                perform set_config('client_connection_check_interval', '500ms', false);
            exception when others then null;
            end $$;
            """;

    private final String group;
    private final String timeouts;

    DatabaseRole(String group, String timeouts) {
        this.group = group;
        this.timeouts = timeouts;
    }

    /** The role of the database with these rights. */
    String group() {
        return group;
    }

    /** What every connection of this kind begins with. */
    String session() {
        return SESSION + timeouts;
    }

    /** What makes a connection one of this role. */
    String take() {
        return "set role " + group;
    }
}
