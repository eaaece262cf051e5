package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.sync.pass.AccountWatch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Since when an account refuses our key, for all nodes to see. Nobody loses anything meanwhile: a refusal says nothing. */
@Repository
class KeyWatch implements AccountWatch {
    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final String OF_ACCOUNT = " where provider = :provider and account = :account";

    private final JdbcClient jdbc;
    /** So that answers, of which there are many, cost nothing. */
    private final Set<BillingAccount> refusing = ConcurrentHashMap.newKeySet();

    KeyWatch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void answered(BillingAccount account) {
        if (refusing.remove(account)
                && of(
                                        account,
                                        "update billing_account set key_refused_since = null, key_refused_why = null"
                                                + OF_ACCOUNT + " and key_refused_since is not null")
                                .update()
                        > 0) {
            LOG.info("{} takes our key again", account);
        }
    }

    @Override
    public void refused(BillingAccount account, String why) {
        if (!refusing.add(account)) {
            return;
        }
        if (of(account, """
                        update billing_account set key_refused_since = clock_timestamp(), key_refused_why = :why
                        """ + OF_ACCOUNT + " and key_refused_since is null")
                        .param("why", why)
                        .update()
                > 0) {
            LOG.warn("{} refuses our key; nobody loses anything, but nothing new is learnt: {}", account, why);
        }
    }

    /** What another node, or this one before it was started again, has seen. */
    void recall(BillingAccount account) {
        if (of(account, "select count(*) from billing_account" + OF_ACCOUNT + " and key_refused_since is not null")
                        .query(Integer.class)
                        .single()
                > 0) {
            refusing.add(account);
        } else {
            refusing.remove(account);
        }
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }
}
