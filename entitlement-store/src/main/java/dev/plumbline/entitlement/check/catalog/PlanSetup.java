package dev.plumbline.entitlement.check.catalog;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import dev.plumbline.entitlement.metering.Slice;
import dev.plumbline.entitlement.metering.Slices;
import dev.plumbline.entitlement.metering.UsageTotals;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.whatif.UsedUp;
import java.math.BigDecimal;
import java.util.List;
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

    /** Past what this node holds in memory: a plan asks about everybody once. */
    @Bean
    UsedUp usedUp(UsageTotals totals) {
        return (customer, feature, allowance, at) ->
                feature instanceof Feature.Metered metered && metered.meter() != null
                        ? used(totals, Slices.now(customer, metered.meter(), allowance, at))
                        : BigDecimal.ZERO;
    }

    private static BigDecimal used(UsageTotals totals, Slice slice) {
        return totals.used(List.of(slice)).getOrDefault(slice, BigDecimal.ZERO);
    }
}
