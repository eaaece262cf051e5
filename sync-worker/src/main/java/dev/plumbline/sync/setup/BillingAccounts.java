package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The accounts at billing systems that this installation serves. Fixed at start. */
public final class BillingAccounts {
    private final Map<BillingAccount, ConnectedAccount> accounts;

    public BillingAccounts(List<ConnectedAccount> accounts) {
        this.accounts = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(
                        connected -> connected.connector().account(), Function.identity()));
    }

    public List<ConnectedAccount> takingDeliveries() {
        return accounts.values().stream()
                .filter(ConnectedAccount::takesDeliveries)
                .toList();
    }

    public boolean takesDeliveriesOf(BillingAccount account) {
        ConnectedAccount connected = accounts.get(account);
        return connected != null && connected.takesDeliveries();
    }

    /** In order. */
    public List<BillingAccount> all() {
        return accounts.keySet().stream().sorted().toList();
    }

    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    public Optional<ConnectedAccount> connected(BillingAccount account) {
        return Optional.ofNullable(accounts.get(account));
    }

    public Optional<BillingConnector> connector(BillingAccount account) {
        return Optional.ofNullable(accounts.get(account)).map(ConnectedAccount::connector);
    }
}
