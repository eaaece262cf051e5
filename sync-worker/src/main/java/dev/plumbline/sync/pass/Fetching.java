package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.HaltPoint;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** The second stage of a pass: the truth is fetched, whole. No database connection is held meanwhile. */
@Component
public class Fetching {
    private final BillingAccounts accounts;
    private final WorkList work;
    private final InstantSource clock;

    public Fetching(BillingAccounts accounts, WorkList work, InstantSource realTime) {
        this.accounts = accounts;
        this.work = work;
        this.clock = realTime;
    }

    /** @throws dev.plumbline.connectors.BillingUnavailable when there was no trustworthy answer */
    public Look look(Claim claim) {
        Subject subject = claim.subject();
        BillingConnector connector =
                accounts.connector(subject.account()).orElseThrow(() -> new AccountNotConnected(subject.account()));
        return switch (subject.kind()) {
            case Subject.CUSTOMER -> atCustomer(claim, connector);
            case Subject.CATALOGUE -> new Look.AtCatalogue(claim, connector.prices());
            default -> new Look.AtObject(claim, connector.customerOf(subject.kind(), subject.id()));
        };
    }

    private Look atCustomer(Claim claim, BillingConnector connector) {
        Subject subject = claim.subject();
        Asked asked = work.toAsk(claim);
        Instant at = clock.instant();
        Fetched fetched = connector.fetch(subject.customer(), asked);
        boolean keyProven = isNotFound(fetched) && keyIsProven(connector, subject.customer());
        if (keyProven) {
            // The key may have been put right between the two questions (case F-74): only what the proven one shows
            // counts.
            fetched = connector.fetch(subject.customer(), asked);
        }
        HaltPoint.AFTER_FETCH.reached();
        return new Look.AtCustomer(
                claim,
                fetched,
                at,
                asked.subscriptions(),
                keyProven && isNotFound(fetched),
                claim.cause() == Claim.Cause.EVENT && contradictsAnEvent(claim, connector, fetched));
    }

    /** An event's body is no truth, but it was true once: an answer that does not know of it may come from a copy that lags. */
    private boolean contradictsAnEvent(Claim claim, BillingConnector connector, Fetched fetched) {
        return work.bodiesOf(claim).stream()
                .flatMap(body -> connector.shown(body).stream())
                .anyMatch(shown -> shown.doubts(fetched));
    }

    private static boolean isNotFound(Fetched fetched) {
        return fetched instanceof Fetched.Gone gone && gone.evidence() == Fetched.Evidence.NOT_FOUND;
    }

    /** A wrong key finds nobody. Only when another customer is there does "not found" mean anything (02, absence). */
    private boolean keyIsProven(BillingConnector connector, ProviderCustomer missing) {
        return work.witnesses(missing).stream()
                .anyMatch(witness -> connector.fetch(witness) instanceof Fetched.Present);
    }
}
