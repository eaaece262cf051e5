package dev.plumbline.sync.console.operate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What went wrong last on each route of this node, and when. Of a failure only what we wrote ourselves is kept: the messages of
 * others may quote what was sent to them.
 */
@Component
class RouteErrors extends EventNotifierSupport {
    private static final String OURS = "dev.plumbline.";
    private static final int LONGEST = 300;
    private static final Set<CamelEvent.Type> ENDS =
            EnumSet.of(CamelEvent.Type.ExchangeFailed, CamelEvent.Type.ExchangeFailureHandled);

    private final InstantSource time;
    private final Map<String, Last> last = new ConcurrentHashMap<>();

    RouteErrors(InstantSource realTime) {
        this.time = realTime;
        setIgnoreCamelContextEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreStepEvents(true);
    }

    /**
     * @param what the kind of failure, with what we say of it if it is one of ours
     * @param failures since this process began
     */
    record Last(String what, Instant at, long failures) {}

    @Nullable
    Last of(String route) {
        return last.get(route);
    }

    @Override
    public void notify(CamelEvent event) {
        if (ENDS.contains(event.getType()) && event instanceof ExchangeEvent failed) {
            Exchange exchange = failed.getExchange();
            String route = exchange.getFromRouteId();
            Throwable failure = exchange.getException() == null
                    ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
                    : exchange.getException();
            if (route != null && failure != null) {
                String what = said(failure);
                last.merge(
                        route,
                        new Last(what, time.instant(), 1),
                        (before, now) -> new Last(now.what(), now.at(), before.failures() + 1));
            }
        }
    }

    static String said(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !cause.getClass().getName().startsWith(OURS)) {
            cause = cause.getCause();
        }
        String kind = cause.getClass().getSimpleName();
        String message = cause.getClass().getName().startsWith(OURS) ? cause.getMessage() : null;
        String said = message == null ? kind : kind + ": " + message;
        return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    }
}
