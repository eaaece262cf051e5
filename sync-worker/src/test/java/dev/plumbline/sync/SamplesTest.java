package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Payloads that nobody here wrote, through the real endpoint. */
class SamplesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    @DisplayName(
            "Every Stripe sample, correctly signed: never a 5xx, every one kept; who is named is marked; what is no event is set aside")
    void takesEverySample() throws IOException {
        Path folder = RunningPlumbline.samples().resolve("stripe");
        assumeTrue(Files.isDirectory(folder), "skipped: there is no ../shared/samples beside this checkout");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(100);
        try (RunningPlumbline plumbline = RunningPlumbline.start()) {
            Map<String, Integer> expected = new TreeMap<>();
            for (int i = 0; i < files.size(); i++) {
                Sample sample = Sample.of(Files.readAllBytes(files.get(i)), i);
                boolean kept = plumbline.deliver(sample.body()) == 200;
                assertThat(kept).as(files.get(i) + " is answered 200").isTrue();
                expected.merge(sample.isEvent() ? "event" : "no event", 1, Integer::sum);
            }
            Map<String, Integer> states = new TreeMap<>();
            plumbline
                    .sql()
                    .sql("select state, count(*) as n from inbox group by state")
                    .query(row -> {
                        states.put(row.getString("state"), row.getInt("n"));
                    });
            System.out.println(files.size() + " samples: " + expected + " became " + states);
            assertThat(states.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(files.size());
            assertThat(states.get("QUARANTINED")).isEqualTo(expected.get("no event"));
            assertThat(states.get("KEPT")).isGreaterThanOrEqualTo(55);
            assertThat(plumbline.sql().sql("""
                                    select count(*) from inbox i where state = 'KEPT' and not exists (
                                        select from subject s where s.provider = i.provider and s.account = i.account
                                        and s.kind = i.subject_kind and s.id = i.subject_id)
                                    """).query(Long.class).single())
                    .as("kept deliveries that marked nobody")
                    .isZero();
            namesTheCustomerOfEachEvent(plumbline, files);
        }
    }

    /** Whoever a subscription, invoice or customer event names is whom we look at. */
    private static void namesTheCustomerOfEachEvent(RunningPlumbline plumbline, List<Path> files) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Sample sample = Sample.of(Files.readAllBytes(files.get(i)), i);
            if (!sample.isEvent()) {
                continue;
            }
            JsonNode event = JSON.readTree(sample.body());
            String type = event.path("type").asString("");
            JsonNode customer = event.path("data").path("object").path("customer");
            if ((type.startsWith("customer.subscription.") || type.startsWith("invoice.")) && customer.isString()) {
                assertThat(plumbline
                                .sql()
                                .sql(
                                        "select count(*) from inbox where event_id = :id and subject_kind = 'customer' and subject_id = :c")
                                .param("id", event.path("id").asString())
                                .param("c", customer.asString())
                                .query(Long.class)
                                .single())
                        .as(files.get(i) + " marks " + customer.asString())
                        .isEqualTo(1);
            }
        }
    }

    /** A sample with an id of its own (several were recorded with the same) and in this account's mode. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(byte[] body, boolean isEvent) {
        static Sample of(byte[] recorded, int number) {
            JsonNode json = JSON.readTree(recorded);
            boolean event = json instanceof ObjectNode
                    && json.path("object").asString("").equals("event")
                    && json.path("type").isString()
                    && json.path("id").isString();
            if (json instanceof ObjectNode object) {
                if (event) {
                    object.put("id", "evt_sample_" + number);
                    object.put("livemode", false);
                } else {
                    object.put("sample_number", number);
                }
            }
            return new Sample(JSON.writeValueAsBytes(json), event);
        }
    }
}
