package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.model.file.CatalogFile;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What can be found wrong without a database or a port is said before there is either: roles that are none, a catalog file that
 * cannot be read. A node that took webhooks for a second and then died would be worse than one that never did.
 */
class BeforeAnythingStarts implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Role.of(context.getEnvironment());
        CatalogGiven.in(context.getEnvironment()).ifPresent(BeforeAnythingStarts::check);
    }

    private static void check(CatalogGiven catalog) {
        if (CatalogFile.read(catalog.source()) instanceof CatalogFile.Invalid(var problems)) {
            throw catalog.refused(problems);
        }
    }
}
