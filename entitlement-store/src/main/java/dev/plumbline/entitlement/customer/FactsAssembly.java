package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From what billing systems say and what was decided before to the facts that a customer is resolved from. Pure, and the
 * order of what goes in does not matter (law L-1).
 */
public final class FactsAssembly {
    private FactsAssembly() {}

    /**
     * What we know of a customer ourselves.
     *
     * @param country set by PUT; it wins over every billing system
     */
    public record Known(
            CustomerKey customer,
            @Nullable String country,
            Map<String, String> attributes,
            List<Facts.ManualPhase> phases,
            List<Facts.Enrolment> enrolments,
            List<Facts.CustomerOverride> overrides) {
        public Known {
            attributes = Map.copyOf(attributes);
            phases = List.copyOf(phases);
            enrolments = List.copyOf(enrolments);
            overrides = List.copyOf(overrides);
        }

        /** The same with more places in promotions. */
        public Known with(List<Facts.Enrolment> more) {
            var all = Stream.concat(enrolments.stream(), more.stream()).toList();
            return new Known(customer, country, attributes, phases, all, overrides);
        }

        public static Known of(CustomerKey customer) {
            return new Known(customer, null, Map.of(), List.of(), List.of(), List.of());
        }
    }

    /**
     * @param name by the billing system that has precedence
     * @param keep to be written back whole, in the transaction that writes the timeline
     */
    public record Assembled(Facts facts, @Nullable String name, Kept keep, List<Finding> findings) {
        public Assembled {
            findings = List.copyOf(findings);
        }
    }

    /** @param observedAt when the snapshots were last looked at, for what billing systems do not date */
    public static Assembled assemble(
            Model model, Known known, Kept kept, List<BillingSnapshot> snapshots, Instant observedAt) {
        return new Assembling(model, known, kept, observedAt).of(snapshots);
    }
}
