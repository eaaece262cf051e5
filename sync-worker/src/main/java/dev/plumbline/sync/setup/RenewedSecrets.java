package dev.plumbline.sync.setup;

import dev.plumbline.connectors.stripe.StripeAccount;
import dev.plumbline.connectors.stripe.StripeConnector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Reads keys and webhook secrets that stand in files again and again: who changes them there need not restart anything
 * (threat S-21). What cannot be used is told once, and what was in use goes on.
 */
@Component
class RenewedSecrets implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedSecrets.class);

    private final PipelineSetup.StripeAccounts stripe;
    private final BillingAccounts accounts;
    private final SecretAges ages;
    private final Map<String, StripeAccount> inUse = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final BackgroundLoop loop;

    RenewedSecrets(
            PipelineSetup.StripeAccounts stripe,
            BillingAccounts accounts,
            SecretAges ages,
            @Value("${plumbline.secrets.every:PT10S}") Duration every) {
        this.stripe = stripe;
        this.accounts = accounts;
        this.ages = ages;
        this.loop = new BackgroundLoop("secrets", every, this::round);
    }

    private boolean round() {
        stripe.settings().forEach(this::look);
        return false;
    }

    private void look(String name, StripeSettings settings) {
        StripeAccount before = inUse.get(name);
        if (before != null && !settings.hasFiles()) {
            return;
        }
        StripeAccount now;
        try {
            now = settings.account(name);
        } catch (StartRefused unusable) {
            String why = String.valueOf(unusable.getMessage());
            if (!why.equals(told.put(name, why))) {
                LOG.warn("The new secrets of stripe/{} are not usable, those before go on: {}", name, why);
            }
            return;
        }
        told.remove(name);
        if (now.equals(before)) {
            return;
        }
        if (accounts.connector(now.account()).orElse(null) instanceof StripeConnector connector) {
            connector.renew(now);
        }
        if (before != null) {
            LOG.info("{} has other secrets now: {}", now.account(), now);
        }
        ages.inUse(now);
        inUse.put(name, now);
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
