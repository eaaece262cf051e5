package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.ProviderPrices;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Apply in a PostgreSQL transaction, at read committed: every statement sees what was committed before it began. */
@Component
class PostgresUnits implements ApplyUnit.Units {
    private final TransactionOperations transactions;
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Transfers transfers;
    private final SharedAddresses addresses;
    private final AbsenceGuard absences;
    private final MissedEvents missed;
    private final ProviderPrices prices;

    PostgresUnits(
            TransactionOperations transactions,
            JdbcClient jdbc,
            Ledger ledger,
            Transfers transfers,
            SharedAddresses addresses,
            AbsenceGuard absences,
            MissedEvents missed,
            ProviderPrices prices) {
        this.transfers = transfers;
        this.addresses = addresses;
        this.absences = absences;
        this.missed = missed;
        this.prices = prices;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    @Override
    @SuppressWarnings(
            "NullAway") // the work's result is the transaction's; Spring allows null for callers that return it
    public <T> T inOneTransaction(Function<ApplyUnit, T> work) {
        return transactions.execute(
                _ -> work.apply(new PostgresApplyUnit(jdbc, ledger, transfers, addresses, absences, missed, prices)));
    }
}
