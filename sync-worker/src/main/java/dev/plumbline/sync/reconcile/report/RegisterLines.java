package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.sheet.Shape;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes a register into a run's report, page by page: who holds what at its end, of the account's customers. */
@Component
class RegisterLines {
    private final ReportContent content;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    RegisterLines(ReportContent content, JdbcClient jdbc, TransactionTemplate transactions) {
        this.content = content;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** What a step that is made again wrote before is written over. */
    Register begin(ReconciliationRun run, Shape section) {
        transactions.executeWithoutResult(_ -> content.write(run.id(), section, List.of()));
        return new Register(run, section);
    }

    final class Register {
        private final ReconciliationRun run;
        private final Shape section;
        private int line;

        private Register(ReconciliationRun run, Shape section) {
            this.run = run;
            this.section = section;
        }

        /** Which of these customers are in this account's report, so that each is told of once a night. */
        Set<String> ours(Collection<String> customers) {
            return new HashSet<>(jdbc.sql("""
                            select key from unnest(:keys::text[]) as customer (key)
                            where coalesce(account_of(key), :account) = :account
                            """)
                    .param("keys", customers.stream().distinct().toArray(String[]::new))
                    .param("account", SelfCheckStep.account(run))
                    .query(String.class)
                    .list());
        }

        void add(List<List<@Nullable Object>> lines) {
            transactions.executeWithoutResult(_ -> content.add(run.id(), section, line, lines));
            line += lines.size();
        }
    }
}
