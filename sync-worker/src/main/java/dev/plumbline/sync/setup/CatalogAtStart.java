package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Published;
import dev.plumbline.entitlement.record.Publishing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Publishes the operator's catalog file when the process starts, if it is to: with the database migrated and before a port is
 * open, a route runs or a loop turns. Whether the file is right by itself was checked before that.
 */
@Component
class CatalogAtStart implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogAtStart.class);

    private final Publishing publishing;
    private final Environment environment;

    CatalogAtStart(Publishing publishing, Environment environment) {
        this.publishing = publishing;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        CatalogGiven.in(environment).ifPresent(this::publish);
    }

    private void publish(CatalogGiven catalog) {
        var author = new Author("plumbline", "published at start from " + catalog.name());
        var wanted = new Publishing.Wanted(catalog.source(), author, null, null);
        switch (PatientStart.ask("Publishing " + catalog.name(), () -> publishing.publish(wanted))) {
            case Published.Done(var revision) ->
                LOG.info("{} is published as model revision {}", catalog.name(), revision.revision());
            case Published.Unchanged(var revision) ->
                LOG.info("{} is model revision {} already", catalog.name(), revision.revision());
            case Published.Invalid(var problems) -> throw catalog.refused(problems);
            case Published.Frozen(var problems) -> throw catalog.refused(problems);
            case Published.BeforePending(var pending) ->
                throw catalog.refused("Revision " + pending.revision() + " takes effect at " + pending.effectiveAt()
                        + " and this file would come before it. Withdraw that revision, or publish this one by the"
                        + " API for then or later.");
            case Published.OutsideCadence(var what, var wantedFor, var next) ->
                throw catalog.refused(what + ", and " + wantedFor
                        + " is not a day agreed for that."
                        + next.map(day -> " Start with PLUMBLINE_CATALOG_PUBLISH=false and publish it by the API"
                                        + " with effectiveAt=" + day + ".")
                                .orElse(" No agreed day is left in cadence.dates."));
            case Published.StaleBase(var current) ->
                throw new IllegalStateException("No base was asked for: " + current);
            case Published.NotThen(var why) -> throw new IllegalStateException("No instant was asked for: " + why);
        }
    }
}
