package dev.plumbline.sync.reconcile.compare;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.setup.HaltPoint;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The comparison and the guard, in one transaction: nobody sees a difference that the guard has not judged. */
@Component
public class Comparing {
    private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);

    private final Comparison comparison;
    private final RawGuard guard;
    private final Runs runs;
    private final TransactionTemplate transactions;

    Comparing(Comparison comparison, RawGuard guard, Runs runs, TransactionTemplate transactions) {
        this.comparison = comparison;
        this.guard = guard;
        this.runs = runs;
        this.transactions = transactions;
    }

    /** False when what was staged is gone: it is to be listed anew. */
    public boolean compare(ReconciliationRun run) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (!comparison.isAllThere(run)) {
                return false;
            }
            comparison.run(run);
            Optional<String> objection = guard.objection(run);
            objection.ifPresent(why -> {
                LOG.warn("Reconciliation {} is HELD: {}", run.id(), why);
                runs.holdBack(run.id(), why);
            });
            HaltPoint.INSIDE_COMPARE.reached();
            runs.done(run.id(), 0); // who is not the owner any more has compared for nobody
            return true;
        }));
    }
}
