package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;

/** Hears whether an account lets us in: a key that is refused is no fault of the one customer that was asked for. */
public interface AccountWatch {
    void answered(BillingAccount account);

    /** 401 or 403: nothing can be read, and a person has to give us another key. */
    void refused(BillingAccount account, String why);
}
