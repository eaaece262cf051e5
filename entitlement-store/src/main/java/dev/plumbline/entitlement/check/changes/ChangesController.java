package dev.plumbline.entitlement.check.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.StandingKeys;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Server-sent events. A listener that names the last id it saw hears exactly what followed it: nothing twice, nothing left out,
 * from whichever node, after whatever restart. Each holds a thread of the server, which has as many more as there may be
 * listeners; one that does not read is cut off by the server's write timeout and comes again.
 */
@RestController
class ChangesController {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesController.class);
    /** A revoked key hears nothing for longer than this. */
    private static final Duration LOOK_AROUND = Duration.ofSeconds(2);

    private final ChangeFeed feed;
    private final ChangeLog log;
    private final StandingKeys keys;
    private final Duration heartbeat;
    private final Semaphore places;

    ChangesController(
            ChangeFeed feed,
            ChangeLog log,
            StandingKeys keys,
            @Value("${plumbline.changes.heartbeat:PT10S}") Duration heartbeat,
            @Value("${plumbline.changes.listeners:500}") int listeners) {
        this.feed = feed;
        this.log = log;
        this.keys = keys;
        this.heartbeat = heartbeat;
        this.places = new Semaphore(listeners);
    }

    /** @param customer whose changes only; all when left out */
    @GetMapping("/v1/changes")
    void changes(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String customer,
            HttpServletResponse response)
            throws IOException {
        if (!places.tryAcquire()) {
            throw Refusal.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "TOO_MANY_LISTENERS",
                            "This node has as many listeners as it takes (PLUMBLINE_CHANGES_LISTENERS); try another")
                    .header("Retry-After", "5");
        }
        try (ChangeFeed.Listening listening = feed.listen()) {
            ChangeLog.Extent extent = log.extent();
            long from = from(lastEventId, extent);
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            tell(listening, from, customer, response.getOutputStream());
        } finally {
            places.release();
        }
    }

    private static long from(@Nullable String lastEventId, ChangeLog.Extent extent) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return extent.newest();
        }
        long position;
        try {
            position = Long.parseLong(lastEventId.strip());
        } catch (NumberFormatException notOurs) {
            throw Refusal.of(
                            HttpStatus.BAD_REQUEST,
                            "INVALID_PARAMETER",
                            "Last-Event-ID is the id of an event, unchanged")
                    .with(Map.of("header", "Last-Event-ID", "code", "INVALID_PARAMETER"));
        }
        if (!extent.holdsWhatFollows(position)) {
            throw Refusal.of(
                            HttpStatus.GONE,
                            "CHANGES_GONE",
                            "What followed " + position
                                    + " is not kept here: ask for everything anew, then listen without"
                                    + " Last-Event-ID")
                    .set("oldest", extent.oldest() - 1)
                    .set("newest", extent.newest());
        }
        return position;
    }

    private void tell(ChangeFeed.Listening listening, long from, @Nullable String customer, OutputStream out) {
        Caller caller = Caller.current();
        try {
            // An id without data is no event, and tells the listener where it is before anything happens.
            write(out, "retry: 1000\nid: " + from + "\n\n");
            long told = from;
            long lastWrite = System.nanoTime();
            while (feed.isOpen() && keys.stands(caller)) {
                ChangeFeed.Portion portion = listening.after(told, customer, LOOK_AROUND);
                told = portion.upTo();
                String text =
                        portion.changes().stream().map(ChangesController::event).collect(Collectors.joining());
                if (text.isEmpty() && System.nanoTime() - lastWrite >= heartbeat.toNanos()) {
                    text = ": all is well\nid: " + told + "\n\n";
                }
                if (!text.isEmpty()) {
                    write(out, text);
                    lastWrite = System.nanoTime();
                }
            }
        } catch (IOException gone) {
            LOG.debug("A listener is gone or does not read: {}", gone.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String event(Told told) {
        return "id: " + told.position() + "\nevent: " + told.kind() + "\ndata: " + told.data() + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
