package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;

/** There is work for an account that this process has no key for. */
final class AccountNotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountNotConnected(BillingAccount account) {
        super("No settings for " + account + "; give its API key to this process or stop giving it the role 'sync'");
    }
}
