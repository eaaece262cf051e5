package dev.plumbline.sync.usage;

import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Usage that does not come over HTTP: a route for each place it comes from, all of one shape, into the intake that HTTP feeds.
 * {@code direct:usage} is always there; {@code PLUMBLINE_USAGE_ROUTES} adds any that Camel knows: a folder, a queue, a topic. What
 * fails is not acknowledged, and comes again by the means of its transport; what came before is then a duplicate.
 */
@Component
@ConditionalOnRole(Role.INGEST)
class UsageRoutes extends RouteBuilder {
    static final String DIRECT = "direct:usage";
    private static final String TEMPLATE = "usage";

    private final UsageMessages messages;
    private final List<String> from;

    UsageRoutes(UsageMessages messages, @Value("${plumbline.usage.routes:}") List<String> from) {
        this.messages = messages;
        this.from = List.copyOf(from);
    }

    @Override
    public void configure() {
        routeTemplate(TEMPLATE)
                .templateParameter("from")
                .from("{{from}}")
                .convertBodyTo(byte[].class)
                .transform()
                .message(messages::read)
                .transform()
                .body(UsageMessages.Received.class, messages::take)
                .process()
                .body(UsageMessages.Counted.class, messages::note);
        open("usage-direct", DIRECT);
        for (int i = 0; i < from.size(); i++) {
            open("usage-" + (i + 1), from.get(i));
        }
    }

    private void open(String route, String uri) {
        templatedRoute(TEMPLATE).routeId(route).parameter("from", uri);
    }
}
