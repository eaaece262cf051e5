package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.sync.pass.Setbacks;
import java.util.Arrays;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Whether a newer version of us works on the same database, as it does during a rolling deploy: it has migrated further than we
 * know, or its resolver answered somebody. Asked only when something went wrong.
 */
@Component
class NewerNodes implements Setbacks.Overtaken {
    private static final Set<MigrationState> NOT_OURS =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.MISSING_SUCCESS);

    private final ObjectProvider<Flyway> flyway;
    private final CustomersToResolve customers;

    NewerNodes(ObjectProvider<Flyway> flyway, CustomersToResolve customers) {
        this.flyway = flyway;
        this.customers = customers;
    }

    @Override
    public boolean isSo() {
        return customers.isOvertaken() || flyway.stream().anyMatch(NewerNodes::knowsLessThanItsDatabase);
    }

    private static boolean knowsLessThanItsDatabase(Flyway flyway) {
        return Arrays.stream(flyway.info().all()).map(MigrationInfo::getState).anyMatch(NOT_OURS::contains);
    }
}
