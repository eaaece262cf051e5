package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F-36 which versions of events a person need not hear of. */
class StripeVersionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-08-27",
                "2024-06-20",
                "2024-09-30.acacia",
                "2025-03-31.basil",
                "2025-09-30.clover",
                "2026-07-29.dahlia",
                "2027-01-01.dahlia"
            })
    void knowsEveryReleaseSoFar(String version) {
        assertThat(StripeVersions.knows(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2031-01-01.eucalyptus",
                "2026-07-29.preview",
                "2024-09-30",
                "2026-07-29.dahlia; x=1",
                "2026-07-29.Dahlia",
                "dahlia",
                ""
            })
    void doesNotKnowWhatIsToCome(String version) {
        assertThat(StripeVersions.knows(version)).isFalse();
    }

    @Test
    @DisplayName(
            "The release of the SDK is known: an update of it that brings a new name fails here until it is listed")
    void knowsItsOwn() {
        assertThat(StripeVersions.knows(StripeVersions.NEWEST)).isTrue();
    }
}
