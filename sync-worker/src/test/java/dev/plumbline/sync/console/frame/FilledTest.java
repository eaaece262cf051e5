package dev.plumbline.sync.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class FilledTest {
    private final Filled form = Filled.with(Map.of("validUntil", "yesterday", "reason", "because"));

    @Test
    void saysAtTheFieldWhatIsWrongAndKeepsWhatWasTyped() {
        Filled refused = form.refused(Refusal.ofBody("/validUntil", "It lies in the future"));
        assertThat(refused.error("validUntil")).isEqualTo("It lies in the future");
        assertThat(refused.error("reason")).isNull();
        assertThat(refused.value("reason")).isEqualTo("because");
        assertThat(refused.refusal()).as("it is said once").isNull();
        assertThat(refused.isRefused()).isTrue();
    }

    @Test
    void saysAboveTheFormWhatNoFieldIsAbout() {
        Filled refused = form.refused(Refusal.of(HttpStatus.CONFLICT, "OVER_ALREADY", "It ended before"));
        assertThat(refused.refusal()).isEqualTo("It ended before");
        assertThat(form.refused(Refusal.ofBody("/other", "No such thing")).refusal())
                .as("a field that the form does not have")
                .isEqualTo("No such thing");
    }
}
