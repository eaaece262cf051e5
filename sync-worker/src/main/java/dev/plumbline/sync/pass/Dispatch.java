package dev.plumbline.sync.pass;

import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.connectors.RequestBudget;
import dev.plumbline.connectors.Turn;
import dev.plumbline.connectors.Urgency;
import dev.plumbline.sync.pace.AccountGuards;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Who is fetched next: first a turn from the account's budget, then a claim, so that no lease is held while somebody waits for
 * a turn. Live comes first; backfill never has all the workers, nor has one of several accounts.
 */
@Component
class Dispatch {
    private final WorkList work;
    private final BillingAccounts accounts;
    private final AccountGuards guards;

    Dispatch(WorkList work, BillingAccounts accounts, AccountGuards guards) {
        this.work = work;
        this.accounts = accounts;
        this.guards = guards;
    }

    /** A claim with the turn that its first call costs. */
    record Paid(Claim claim, Lane lane, Turn turn) {}

    /**
     * What can begin now.
     *
     * @param pause when that is nothing: until a turn may be had for what waits
     * @param full whether what is most urgent waits for a turn: nothing that comes in meanwhile could begin before it
     */
    record Round(List<Paid> begins, Duration pause, boolean full) {}

    /**
     * @param free workers that are not busy
     * @param workers of the process in all
     * @param running the lanes of those that are
     * @param longest the pause when nothing is due
     */
    Round next(int free, int workers, List<Lane> running, Duration lease, Duration longest) {
        List<Paid> begins = new ArrayList<>();
        Map<Lane, Integer> busy = running.stream().collect(Collectors.toMap(lane -> lane, _ -> 1, Integer::sum));
        Duration pause = longest;
        boolean full = false;
        for (Lane lane : work.lanesWithWork(accounts.all()).stream().sorted().toList()) {
            int most = Math.min(free - begins.size(), most(lane, workers) - busy.getOrDefault(lane, 0));
            Optional<ProviderGuards> guarded = guards.of(lane.account());
            if (most <= 0 || guarded.isEmpty()) {
                continue;
            }
            List<Paid> begun = begin(lane, guarded.get(), most, lease);
            begins.addAll(begun);
            if (begun.isEmpty()) {
                pause = shorter(pause, untilNext(lane, guarded.get()));
                full = full || lane.urgency() == Urgency.LIVE;
            }
        }
        return new Round(begins, pause, full);
    }

    private List<Paid> begin(Lane lane, ProviderGuards guard, int most, Duration lease) {
        if (guard.restLeft().isPositive()) {
            return List.of(); // it would be refused: rather it stays due
        }
        int wanted = guard.state() == ProviderGuards.State.CLOSED ? most : 1;
        RequestBudget budget = guard.budget();
        List<Turn> turns = budget.takeNow(lane.urgency(), wanted);
        List<Claim> claims = List.of();
        try {
            claims = turns.isEmpty() ? List.of() : work.claim(lane, turns.size(), lease);
        } finally {
            turns.reversed().stream().limit(turns.size() - claims.size()).forEach(budget::giveBack);
        }
        List<Paid> begun = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            begun.add(new Paid(claims.get(i), lane, turns.get(i)));
        }
        return begun;
    }

    private static Duration untilNext(Lane lane, ProviderGuards guard) {
        Duration rest = guard.restLeft();
        return rest.isPositive() ? rest : guard.budget().untilNext(lane.urgency());
    }

    /** A quarter of the workers is left for others, where there may be others that are more urgent or healthier. */
    private int most(Lane lane, int workers) {
        boolean alone = lane.urgency() == Urgency.LIVE && accounts.all().size() == 1;
        return alone ? workers : Math.max(1, workers - workers / 4);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
