package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Verification;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Disposition;
import dev.plumbline.sync.setup.ConnectedAccount;

/** Lets only a verified delivery in, and decides by a glance at it what is to become of it. */
public final class Admission {
    private final ConnectedAccount account;

    public Admission(ConnectedAccount account) {
        this.account = account;
    }

    public Admitted admit(Delivery delivery) {
        return switch (account.connector().verify(delivery)) {
            case Verification.Accepted(var verified) -> {
                Hint hint = account.connector().read(verified);
                yield new Admitted(verified, hint, Disposition.of(hint, account.mode()));
            }
            case Verification.Rejected(var reason) -> throw new DeliveryRejected(reason);
        };
    }
}
