package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.finding.Materiality;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@code plumbline.report.*}: what matters, as every report says that it was.
 *
 * @param material by currency, in minor units, from what a break matters
 * @param materialOtherwise the same for every other currency, in whole units of it
 * @param materialPercent of what the account bills a month; the lesser of the two counts
 * @param askedWithin a feature that no application asked for in so long is told of
 */
record ReportSettings(
        @DefaultValue Map<String, Long> material,
        @DefaultValue("500") long materialOtherwise,
        @DefaultValue("0.5") BigDecimal materialPercent,
        @DefaultValue("30d") Duration askedWithin) {
    ReportSettings {
        var byCurrency = new HashMap<String, Long>();
        material.forEach((currency, amount) -> byCurrency.put(currency.toUpperCase(Locale.ROOT), amount));
        material = Map.copyOf(byCurrency);
    }

    /** @param billed what the account bills a month */
    Materiality materiality(List<Sum> billed) {
        var perMonth = new HashMap<String, Long>();
        billed.forEach(sum -> {
            if (sum.amount() != null) {
                perMonth.put(sum.currency(), sum.amount());
            }
        });
        return new Materiality(material, materialOtherwise, materialPercent, perMonth);
    }

    /** Read when the application starts. */
    @Configuration(proxyBeanMethods = false)
    static class Setup {
        @Bean
        ReportSettings reportSettings(Environment environment) {
            return Binder.get(environment).bindOrCreate("plumbline.report", ReportSettings.class);
        }
    }
}
