package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.RunningStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that is refused tells the operator what to do, and no more. */
@Isolated("What is not in the log is not in that of others either")
@ExtendWith(OutputCaptureExtension.class)
class ShortFirstKeyTest {
    @Test
    void saysSoWithoutAStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> RunningStore.start("plumbline.bootstrap-key=short"))
                .isInstanceOf(BeanCreationException.class)
                .hasRootCauseInstanceOf(WeakKey.class);
        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "PLUMBLINE_BOOTSTRAP_KEY has 5 characters",
                        "openssl rand -hex 32")
                .doesNotContain("\tat ");
    }
}
