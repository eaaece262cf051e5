package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.UsageReading.Reading;
import dev.plumbline.entitlement.resolve.Usage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** As long as nothing is metered, nothing is used. */
@Configuration(proxyBeanMethods = false)
class NothingUsed {
    @Bean
    @ConditionalOnMissingBean
    UsageReading nothingUsed() {
        return (customer, feature, allowance, at, live) -> new Reading(Usage.NONE, at);
    }
}
