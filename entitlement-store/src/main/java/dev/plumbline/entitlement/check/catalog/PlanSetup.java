package dev.plumbline.entitlement.check.catalog;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.UsageReading;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import dev.plumbline.entitlement.whatif.UsedUp;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How plans are connected to the rest: who may ask for one, and where usage is read. */
@Configuration(proxyBeanMethods = false)
class PlanSetup {
    /** A plan changes nothing that is sold or answered, so whoever reads may have one made. */
    @Bean
    RouteRules planRoutes() {
        return () -> List.of(
                RouteRule.of(POST, "/v1/catalog/plan", Scope.READ),
                RouteRule.of(GET, "/v1/catalog/plans/{id}", Scope.READ),
                RouteRule.of(GET, "/v1/catalog/plans/{id}/changes", Scope.READ),
                RouteRule.of(DELETE, "/v1/catalog/plans/{id}", Scope.READ));
    }

    @Bean
    UsedUp usedUp(ObjectProvider<UsageReading> usage) {
        UsageReading reading = usage.getIfAvailable(() -> UsageReading.NOTHING_USED);
        return (customer, feature, allowance, at) ->
                reading.read(customer, feature, allowance, at, false).usage().used();
    }
}
