package dev.plumbline.sync.setup;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * After a failover a connection may still reach the server that may only read by now: it is thrown away, so that the next one
 * finds the new primary (case F-20). For connections that break, the pool does so by itself.
 */
public final class LostPrimary implements SQLExceptionOverride {
    private static final String READ_ONLY = "25006";

    @java.lang.Override // the interface has an Override of its own
    public Override adjudicate(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
