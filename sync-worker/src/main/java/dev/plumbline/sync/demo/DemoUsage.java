package dev.plumbline.sync.demo;

import dev.plumbline.simulated.demo.Use;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The invoicing product of the demo company: it tells of every invoice over HTTP, as any application does. After a restart it
 * tells of all of them again, and each counts once.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoUsage {
    private static final Logger LOG = LoggerFactory.getLogger(DemoUsage.class);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final int AT_ONCE = 1_000;

    private final DemoWorld world;
    private final InstantSource time;
    private final JsonMapper json;
    private final Set<String> counted = new HashSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Instant looked = Instant.EPOCH;
    private boolean isAllCounted;

    DemoUsage(DemoWorld world, InstantSource realTime, JsonMapper json) {
        this.world = world;
        this.time = realTime;
        this.json = json;
    }

    /** Whether everything that was used by a moment ago is counted. */
    boolean isAllCounted() {
        return isAllCounted;
    }

    /** Now and then; sooner while there is more to tell. */
    void goOn(URI usage, String key) {
        Instant now = time.instant();
        if (isAllCounted && now.isBefore(looked.plus(EVERY))) {
            return;
        }
        looked = now;
        List<Use> untold = world.uses(now).stream()
                .filter(use -> !counted.contains(use.id()))
                .toList();
        isAllCounted = untold.isEmpty();
        if (!isAllCounted) {
            tell(untold.subList(0, Math.min(AT_ONCE, untold.size())), usage, key);
        }
    }

    private void tell(List<Use> uses, URI usage, String key) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(usage)
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/cloudevents-batch+json")
                            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(
                                    uses.stream().map(DemoUsage::event).toList())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            for (JsonNode outcome : json.readTree(answer.body()).path("outcomes")) {
                if (!outcome.path("outcome").asString("").equals("rejected")) {
                    counted.add(outcome.path("id").asString(""));
                }
            }
        } catch (IOException notYet) {
            LOG.debug("It is told again", notYet);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> event(Use use) {
        var event = new HashMap<String, String>();
        event.put("specversion", "1.0");
        event.put("source", "harbor-invoicing");
        event.put("id", use.id());
        event.put("type", "invoice.issued");
        event.put("subject", use.customer());
        event.put("time", use.at().toString());
        return event;
    }
}
