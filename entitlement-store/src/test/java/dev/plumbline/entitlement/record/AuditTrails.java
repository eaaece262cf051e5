package dev.plumbline.entitlement.record;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the audit for tests of other packages, which start no application. */
public final class AuditTrails {
    private AuditTrails() {}

    public static AuditTrail on(JdbcClient jdbc) {
        return new AuditTrail(jdbc);
    }
}
