package dev.plumbline.sync.migration;

import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import org.springframework.stereotype.Component;

/** Which migrations of this process are to end. Apart from the runs of reconciliation, which have numbers of their own. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class MigrationStops {
    private final Stops stops = new Stops();

    Stops stops() {
        return stops;
    }
}
