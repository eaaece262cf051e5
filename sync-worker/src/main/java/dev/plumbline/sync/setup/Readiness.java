package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.record.Models;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready when deliveries are taken and questions can be answered: every route runs and a model is published. */
@Component("pipeline")
class Readiness implements HealthIndicator {
    private final CamelContext camel;
    private final Models models;

    Readiness(CamelContext camel, Models models) {
        this.camel = camel;
        this.models = models;
    }

    @Override
    public Health health() {
        for (Route route : camel.getRoutes()) {
            if (!camel.getRouteController().getRouteStatus(route.getId()).isStarted()) {
                return Health.down()
                        .withDetail("route", route.getId() + " is not started")
                        .build();
            }
        }
        return models.newest()
                .map(model -> Health.up().withDetail("model", model.revision()).build())
                .orElseGet(() -> Health.down()
                        .withDetail("model", "none is published: PLUMBLINE_CATALOG=… or POST /v1/catalog/publish")
                        .build());
    }
}
