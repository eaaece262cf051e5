package dev.plumbline.entitlement.check.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.SettableTime;
import dev.plumbline.entitlement.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestClockTest {
    private final SettableTime real = new SettableTime("2026-11-21T10:00:00Z");
    private final DataSource database = TestDatabase.fresh();
    private final TestClock kept = new TestClock(JdbcClient.create(database));
    private final BusinessClock here = new BusinessClock(true, kept, real);
    private final BusinessClock there = new BusinessClock(true, kept, real);

    @Test
    void runsAsRealTimeUntilItIsSetAndTicksOnFromThere() {
        assertThat(here.instant()).isEqualTo(real.instant());
        assertThat(here.set(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo("2027-01-01T00:00:00Z");
        real.pass(Duration.ofMinutes(5));
        assertThat(here.instant()).isEqualTo("2027-01-01T00:05:00Z");
        assertThat(here.isMoved()).isTrue();
        here.reset();
        assertThat(here.instant()).isEqualTo(real.instant());
    }

    @Test
    void isSeenByOtherNodesWithinASecond() {
        there.instant();
        here.set(Instant.parse("2027-01-01T00:00:00Z"));
        real.pass(BusinessClock.SEEN_WITHIN);
        assertThat(there.instant()).isEqualTo("2027-01-01T00:00:01Z");
        here.reset();
        real.pass(BusinessClock.SEEN_WITHIN);
        assertThat(there.instant()).isEqualTo(real.instant());
    }

    @Test
    void staysOffUnlessEnabled() {
        here.set(Instant.parse("2027-01-01T00:00:00Z"));
        var production = new BusinessClock(false, kept, real);
        assertThat(production.instant()).isEqualTo(real.instant());
        assertThat(production.isMoved()).isFalse();
    }

    @Test
    void isSetOverHttpByAdmins() {
        try (RunningStore store = RunningStore.start("plumbline.test-clock=true")) {
            assertThat(store.get("/v1/test-clock").json().get("moved").asBoolean())
                    .isFalse();
            var set = store.put("/v1/test-clock", "{\"now\":\"2027-05-01T06:00:00Z\"}");
            assertThat(set.status()).isEqualTo(200);
            assertThat(set.json().get("now").asString()).startsWith("2027-05-01T06:00:0");
            assertThat(set.json().get("moved").asBoolean()).isTrue();
            for (String wrong :
                    new String[] {"{}", "{\"now\":null}", "{\"now\":\"soon\"}", "{\"now\":\"9999-01-01T00:00:00Z\"}"}) {
                assertThat(store.put("/v1/test-clock", wrong).status())
                        .as(wrong)
                        .isEqualTo(400);
            }
            assertThat(store.delete("/v1/test-clock").json().get("moved").asBoolean())
                    .isFalse();
        }
    }
}
