package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** One loop for each account, so that one that is slow does not keep the others waiting. Every node has them and takes turns. */
@Component
@ConditionalOnRole(Role.SYNC)
class SweepLoop implements Looping {
    private final Sweeping sweeping;
    private final CatalogueMarks catalogues;
    private final Holds holds;
    private final KeyWatch keys;
    private final List<BackgroundLoop> loops;

    SweepLoop(
            BillingAccounts accounts,
            Sweeping sweeping,
            CatalogueMarks catalogues,
            Holds holds,
            KeyWatch keys,
            @Value("${plumbline.sweep.look:PT5S}") Duration look) {
        this.sweeping = sweeping;
        this.catalogues = catalogues;
        this.holds = holds;
        this.keys = keys;
        this.loops = accounts.all().stream()
                .map(account -> new BackgroundLoop("sweep-" + account, look, () -> round(account)))
                .toList();
    }

    private boolean round(BillingAccount account) {
        keys.recall(account);
        catalogues.markDaily(account);
        boolean more = holds.letLook(account);
        return sweeping.step(account) || more;
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
