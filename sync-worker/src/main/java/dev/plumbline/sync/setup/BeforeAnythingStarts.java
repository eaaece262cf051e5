package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.model.file.CatalogFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What can be found wrong without a database is said before there is one: roles that are none, a catalog file that cannot be
 * read, a port that another holds. A node that took webhooks for a second and then died would be worse than one that never did.
 */
class BeforeAnythingStarts implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Role.of(context.getEnvironment());
        CatalogGiven.in(context.getEnvironment()).ifPresent(BeforeAnythingStarts::check);
        look(
                context.getEnvironment().getProperty("server.port", Integer.class, 8080),
                context.getEnvironment().getProperty("server.address", InetAddress.class));
    }

    /** Held for no longer than the look; who takes it in the meantime is found when the server starts, as ever. */
    private static void look(int port, @Nullable InetAddress address) {
        if (port <= 0) {
            return;
        }
        try (var _ = new ServerSocket(port, 1, address)) {
            // It is free.
        } catch (IOException failure) {
            PortInUseException.throwIfPortBindingException(failure, () -> port);
        }
    }

    private static void check(CatalogGiven catalog) {
        if (CatalogFile.read(catalog.source()) instanceof CatalogFile.Invalid(var problems)) {
            throw catalog.refused(problems);
        }
    }
}
