package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.stripe.StripeAccount;
import dev.plumbline.connectors.stripe.StripeConnector;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.pace.AccountGuards;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The parts of the pipeline that come from settings. */
@Configuration(proxyBeanMethods = false)
class PipelineSetup {

    @Bean
    StripeAccounts stripeAccounts(Environment environment) {
        return new StripeAccounts(Binder.get(environment)
                .bind("plumbline.stripe", Bindable.mapOf(String.class, StripeSettings.class))
                .orElse(Map.of()));
    }

    /** The operator's accounts, and the demo's when it runs. */
    @Bean
    BillingAccounts billingAccounts(
            StripeAccounts stripe, List<ExtraAccount> extra, AccountGuards guards, InstantSource realTime) {
        var connected = new ArrayList<ConnectedAccount>();
        stripe.settings()
                .forEach((name, settings) ->
                        connected.add(connect(settings.account(name), settings.takesDeliveries(), guards, realTime)));
        extra.forEach(account -> connected.add(connect(account.settings(), true, guards, realTime)));
        refuseTwins(connected);
        return new BillingAccounts(connected);
    }

    private static void refuseTwins(List<ConnectedAccount> connected) {
        var seen = new HashSet<BillingAccount>();
        connected.stream()
                .map(account -> account.connector().account())
                .filter(account -> !seen.add(account))
                .findFirst()
                .ifPresent(account -> {
                    throw new StartRefused(
                            account + " is connected twice",
                            "The demo brings an account of this name: set PLUMBLINE_DEMO=false, or name yours differently.",
                            null);
                });
    }

    private static ConnectedAccount connect(
            StripeAccount settings, boolean takesDeliveries, AccountGuards guards, InstantSource realTime) {
        return new ConnectedAccount(
                new StripeConnector(settings, guards.connect(settings.account(), settings.guards()), realTime),
                settings.live() ? Hint.Mode.LIVE : Hint.Mode.TEST,
                takesDeliveries);
    }

    @Bean
    Recording recording(Models models, InstantSource businessClock, StripeAccounts stripe) {
        return new Recording(models, businessClock, subject -> stripe.makesCustomersByItself(subject.account()));
    }

    @Bean
    RandomGenerator jitter() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return ThreadLocalRandom.current().nextLong();
            }
        };
    }

    /** By name, as the operator gave them. */
    record StripeAccounts(Map<String, StripeSettings> settings) {
        boolean makesCustomersByItself(String account) {
            return settings.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(account))
                    .allMatch(entry -> entry.getValue().makesCustomersByItself());
        }
    }
}
