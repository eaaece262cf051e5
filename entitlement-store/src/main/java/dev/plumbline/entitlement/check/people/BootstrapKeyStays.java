package dev.plumbline.entitlement.check.people;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says at a start that the first key is still good, though there is an admin: who holds it makes keys for two people (ADR 32). */
@Component
@ConditionalOnProperty(name = "plumbline.demo", havingValue = "false", matchIfMissing = true)
class BootstrapKeyStays {
    private static final Logger LOG = LoggerFactory.getLogger(BootstrapKeyStays.class);

    private final JdbcClient jdbc;
    private final boolean isSet;

    BootstrapKeyStays(JdbcClient jdbc, @Value("${plumbline.bootstrap-key:}") String key) {
        this.jdbc = jdbc;
        this.isSet = !key.isEmpty();
    }

    @EventListener(ApplicationReadyEvent.class)
    void look() {
        try {
            if (isSet && isThereAnAdmin()) {
                LOG.warn(
                        "The bootstrap key still works, and there is an admin who can do all that it can: leave PLUMBLINE_BOOTSTRAP_KEY out");
            }
        } catch (DataAccessException away) {
            // A node that is ready does not end for want of an advice.
            LOG.debug("Whether there is an admin is not known now", away);
        }
    }

    private boolean isThereAnAdmin() {
        return jdbc.sql("select exists (select from person where 'admin' = any (roles) and state = 'active')")
                .query(Boolean.class)
                .single();
    }
}
