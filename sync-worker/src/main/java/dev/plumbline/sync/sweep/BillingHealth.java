package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.sweep.AccountStanding.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * A component {@code billing-<account>} in health for each account. In no group: a billing system's trouble neither takes us
 * out of service nor has us killed. What is wrong stands in the status itself, which is shown to everybody.
 */
@Component
class BillingHealth implements SmartInitializingSingleton {
    private final BillingAccounts accounts;
    private final AccountStanding standings;
    private final HealthContributorRegistry registry;
    private final MeterRegistry meters;

    BillingHealth(
            BillingAccounts accounts,
            AccountStanding standings,
            HealthContributorRegistry registry,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.standings = standings;
        this.registry = registry;
        this.meters = meters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (BillingAccount account : accounts.all()) {
            registry.registerContributor(name(account), (HealthIndicator) () -> health(account));
            Gauge.builder("plumbline.billing.down", account, this::isDown)
                    .description("1 while something is wrong between us and a billing account")
                    .tag("provider", account.provider().key())
                    .tag("account", account.name())
                    .register(meters);
        }
    }

    /** The account's own name; with the billing system's before it where two have an account of that name. */
    private String name(BillingAccount account) {
        long alike = accounts.all().stream()
                .filter(other -> other.name().equals(account.name()))
                .count();
        return "billing-" + (alike == 1 ? "" : account.provider() + "-") + account.name();
    }

    private Health health(BillingAccount account) {
        try {
            Standing standing = standings.of(account);
            var health = standing.wrong() == null
                    ? Health.up()
                    : Health.status(new Status(Status.DOWN.getCode(), standing.wrong()));
            return health.withDetails(standing.details()).build();
        } catch (DataAccessException databaseAway) {
            return Health.unknown().build(); // the database has a component of its own
        }
    }

    private double isDown(BillingAccount account) {
        try {
            return standings.of(account).wrong() == null ? 0 : 1;
        } catch (DataAccessException databaseAway) {
            return Double.NaN;
        }
    }
}
