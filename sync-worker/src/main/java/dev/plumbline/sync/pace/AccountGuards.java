package dev.plumbline.sync.pace;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.GuardSettings;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.connectors.RequestBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The guards of each account in this process, with the budget that it shares with all others. */
@Component
public class AccountGuards {
    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Map<BillingAccount, ProviderGuards> guards = new ConcurrentHashMap<>();

    AccountGuards(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    /** Makes them: once per account, when it is connected. */
    public ProviderGuards connect(BillingAccount account, GuardSettings settings) {
        return guards.computeIfAbsent(account, _ -> {
            var figures = new BudgetFigures(meters, account);
            var timetable = new PostgresTimetable(jdbc, account, settings.pace());
            var budget = new RequestBudget(account, timetable, settings.pace(), RequestBudget.Ticks.REAL, figures);
            ProviderGuards made = ProviderGuards.of(account, settings, budget);
            figures.watch(made);
            return made;
        });
    }

    /** Empty for an account that is not connected here, or that answers from this process's memory. */
    public Optional<ProviderGuards> of(BillingAccount account) {
        return Optional.ofNullable(guards.get(account));
    }
}
