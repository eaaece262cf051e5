package dev.plumbline.entitlement.check.catalog;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import dev.plumbline.entitlement.check.access.Scope;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.Slice;
import dev.plumbline.entitlement.metering.Slices;
import dev.plumbline.entitlement.metering.UsageTotals;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.whatif.UsedUp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return new UsedUp() {
            @Override
            public BigDecimal of(CustomerKey customer, Feature feature, Allowance.Metered allowance, Instant at) {
                var asked = new Asked(customer, feature, allowance, at);
                return of(List.of(asked)).getOrDefault(asked, BigDecimal.ZERO);
            }

            @Override
            public Map<Asked, BigDecimal> of(Collection<Asked> asked) {
                var slices = new HashMap<Asked, Slice>();
                asked.forEach(one -> {
                    if (one.feature() instanceof Feature.Metered metered && metered.meter() != null) {
                        slices.put(one, Slices.now(one.customer(), metered.meter(), one.allowance(), one.at()));
                    }
                });
                Map<Slice, BigDecimal> read = totals.used(slices.values());
                var used = new HashMap<Asked, BigDecimal>();
                asked.forEach(one -> {
                    Slice slice = slices.get(one);
                    used.put(one, slice == null ? BigDecimal.ZERO : read.getOrDefault(slice, BigDecimal.ZERO));
                });
                return used;
            }
        };
    }
}
