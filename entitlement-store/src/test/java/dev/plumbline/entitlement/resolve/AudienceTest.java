package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.file.CatalogFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** M10: whom a promotion is for. */
class AudienceTest {
    private static final Model MODEL = model("""
            format: 1
            catalog: { key: harbor }
            markets: { nordics: [FI, SE] }
            features: { sso: { type: switch } }
            plans:
              team: { versions: [ { version: 1, grants: { sso: false }, billing: { manual: [] } } ] }
              solo: { versions: [ { version: 1, grants: { sso: false }, billing: { manual: [] } } ] }
            promotions:
              spring:
                reason: a test
                window: { from: 2026-05-01T00:00:00Z, until: 2026-06-01T00:00:00Z }
                audience: { plans: [team], markets: [nordics] }
                grants: { sso: true }
                grantFor: P10D
            """);

    private static Model model(String yaml) {
        return switch (CatalogFile.read(yaml)) {
            case CatalogFile.Valid(var model) -> model;
            case CatalogFile.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }

    private static Facts on(
            String plan, @Nullable String country, String from, @Nullable String until, Enrolment... had) {
        var phase = new ManualPhase(
                "p",
                until == null ? ManualPhase.Kind.EVERGREEN : ManualPhase.Kind.FIXED,
                new PlanRef(plan, 1),
                null,
                Instant.parse(from),
                until == null ? null : Instant.parse(until),
                null,
                Map.of());
        return new Facts(
                new CustomerKey("acme"), country, Map.of(), List.of(), List.of(phase), List.of(had), List.of());
    }

    private static List<String> eligible(Facts facts, String now) {
        return Audience.of(MODEL, facts, Instant.parse(now)).stream()
                .map(Promotion::key)
                .toList();
    }

    @Test
    void namesACustomerOnThePlanInTheMarket() {
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", null), "2026-05-02T00:00:00Z"))
                .containsExactly("spring");
    }

    @Test
    void namesOneBeforeTheWindowOpensBecauseTimePassingIsNotAWrite() {
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", null), "2026-02-01T00:00:00Z"))
                .containsExactly("spring");
        assertThat(eligible(on("team", "FI", "2026-05-20T00:00:00Z", null), "2026-02-01T00:00:00Z"))
                .containsExactly("spring");
    }

    @Test
    void namesNobodyElse() {
        String during = "2026-05-02T00:00:00Z";
        assertThat(eligible(on("solo", "FI", "2026-01-01T00:00:00Z", null), during))
                .isEmpty();
        assertThat(eligible(on("team", "FR", "2026-01-01T00:00:00Z", null), during))
                .isEmpty();
        assertThat(eligible(on("team", null, "2026-01-01T00:00:00Z", null), during))
                .isEmpty();
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", null), "2026-06-01T00:00:00Z"))
                .as("over")
                .isEmpty();
        assertThat(eligible(on("team", "FI", "2026-06-01T00:00:00Z", null), during))
                .as("begins when the window ends")
                .isEmpty();
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"), "2026-02-01T00:00:00Z"))
                .as("ends when the window begins")
                .isEmpty();
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", "2026-05-02T00:00:00Z"), during))
                .as("has ended by now")
                .isEmpty();
    }

    @Test
    @DisplayName("whoever had a place, also a withdrawn one, gets no second")
    void namesNobodyTwice() {
        Instant then = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(eligible(
                        on("team", "FI", "2026-01-01T00:00:00Z", null, new Enrolment("spring", then, then)),
                        "2026-05-02T00:00:00Z"))
                .isEmpty();
    }

    @Test
    @DisplayName("where grantFor has run out already, a place would be wasted")
    void namesNobodyWhomItWouldGiveNothing() {
        assertThat(eligible(on("team", "FI", "2026-01-01T00:00:00Z", null), "2026-05-11T00:00:00Z"))
                .isEmpty();
        assertThat(eligible(on("team", "FI", "2026-05-05T00:00:00Z", null), "2026-05-11T00:00:00Z"))
                .containsExactly("spring");
    }
}
