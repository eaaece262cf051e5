package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.sync.pass.Setbacks;
import org.springframework.stereotype.Component;

/**
 * Whether a newer version of us works on the same database, as it does during a rolling deploy: it has migrated further than we
 * know, or its resolver answered somebody. Asked only when something went wrong.
 */
@Component
class NewerNodes implements Setbacks.Overtaken {
    private final MigratedDatabase database;
    private final CustomersToResolve customers;

    NewerNodes(MigratedDatabase database, CustomersToResolve customers) {
        this.database = database;
        this.customers = customers;
    }

    @Override
    public boolean isSo() {
        return customers.isOvertaken() || database.isAheadOfUs();
    }
}
