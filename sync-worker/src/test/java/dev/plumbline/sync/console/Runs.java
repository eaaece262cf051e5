package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import tools.jackson.databind.json.JsonMapper;

/** Reconciliations whose reports a page shows. */
final class Runs {
    private Runs() {}

    /** From the request to its report. */
    static void ran(RunningPlumbline plumbline, LocalDate date) {
        HttpResponse<String> asked = plumbline.post(
                "/v1/reconciliations",
                "application/json",
                "{\"mode\": \"report\", \"businessDate\": \"" + date + "\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        long run =
                JsonMapper.builder().build().readTree(asked.body()).path("id").asLong();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> plumbline
                        .json("/v1/reconciliations/" + run)
                        .path("status")
                        .asString()
                        .equals("COMPLETED"));
    }
}
