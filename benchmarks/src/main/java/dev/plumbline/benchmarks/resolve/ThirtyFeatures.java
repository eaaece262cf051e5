package dev.plumbline.benchmarks.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The customers of B7: three phases (a trial, a year that ends, an evergreen one that follows), two add-ons, five overrides.
 * All are of one shape, none is equal to another.
 */
final class ThirtyFeatures {
    /** In the second phase, with all overrides in force. */
    static final Instant NOW = Instant.parse("2026-06-21T10:00:00Z");

    private static final Instant START = Instant.parse("2026-01-10T00:00:00Z");

    private ThirtyFeatures() {}

    static Model model(UnaryOperator<String> edit) {
        return switch (CatalogFile.read(edit.apply(text()))) {
            case CatalogFile.Valid(var model) -> model;
            case CatalogFile.Invalid(var problems) ->
                throw new IllegalStateException("Not a valid catalog: " + problems);
        };
    }

    private static String text() {
        try (var in = ThirtyFeatures.class.getResourceAsStream("/resolve/catalog.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Facts customer(int number) {
        var start = START.plus(Duration.ofHours(number));
        var end = start.plus(Duration.ofDays(365));
        return new Facts(
                new CustomerKey("customer-" + number),
                "NO",
                Map.of(),
                List.of(subscription(number, start, end)),
                List.of(new ManualPhase(
                        "deal-" + number,
                        ManualPhase.Kind.EVERGREEN,
                        new PlanRef("business", 1),
                        "yearly",
                        end,
                        null,
                        null,
                        Map.of())),
                List.of(),
                List.of(
                        override(number, 1, "sso", Effect.GRANT, null),
                        override(number, 2, "white_label", Effect.SET, new Value.Switch(true)),
                        override(number, 3, "audit_export", Effect.DENY, null),
                        override(number, 4, "seats", Effect.GRANT, limit(40 + number)),
                        override(number, 5, "api_calls", Effect.SET, limit(150_000 + number))));
    }

    private static Subscribed subscription(int number, Instant start, Instant end) {
        return new Subscribed(
                new SubjectRef("stripe", "default", "cus_" + number),
                "sub_" + number,
                BillingStatus.ACTIVE,
                start,
                start,
                end,
                start.plus(Duration.ofDays(14)),
                start.plus(Duration.ofDays(14)),
                false,
                null,
                List.of(
                        new BoundItem(
                                "si_1",
                                5L + number,
                                new Binding.ToPlan("price_team_v2", new PlanRef("team", 2), "yearly", "seats")),
                        new BoundItem(
                                "si_2",
                                1L + number % 5,
                                new Binding.ToAddOn("price_extra_invoices", new PlanRef("extra_invoices", 1), null)),
                        new BoundItem(
                                "si_3",
                                2L,
                                new Binding.ToAddOn("price_extra_storage", new PlanRef("extra_storage", 1), null))));
    }

    private static Value limit(long amount) {
        return new Value.Limit(BigDecimal.valueOf(amount));
    }

    private static CustomerOverride override(
            int customer, int number, String feature, Effect effect, @Nullable Value value) {
        var from = START.plus(Duration.ofDays(60L + number)).plus(Duration.ofHours(customer));
        return new CustomerOverride(
                "ovr_" + customer + "_" + number,
                feature,
                effect,
                value,
                from,
                from.plus(Duration.ofDays(180)),
                null,
                false,
                from);
    }
}
