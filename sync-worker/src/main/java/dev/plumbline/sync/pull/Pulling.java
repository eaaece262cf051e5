package dev.plumbline.sync.pull;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Problem;
import dev.plumbline.entitlement.record.ModelRevision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what is sold to a file that may be published, and never to one that may not: it is read again before it is given. */
final class Pulling {
    private Pulling() {}

    /**
     * @param published null before the first publish
     * @param boundKeys the lookup keys that prices were first seen with
     */
    static Pulled pull(
            BillingAccount account,
            ProviderCatalogue catalogue,
            @Nullable ModelRevision published,
            Map<String, String> boundKeys,
            Instant now) {
        if (published == null) {
            Draft draft = Drafting.whole(account, catalogue, now);
            return checked(FirstFile.of(account, draft, catalogue.featuresRefused()), draft, null, now);
        }
        Draft draft = Drafting.unmapped(account, catalogue, now, published.model(), boundKeys);
        if (draft.isEmpty()) {
            return new Pulled.Drafted(published.source(), 0);
        }
        var file = new PublishedFile(published.source());
        String heading =
                DraftText.comment("pulled from " + account + ": not mapped yet; decide, then plan and publish");
        record Section(String name, PublishedFile.Entries entries) {}
        for (Section section : List.of(
                new Section("features", depth -> headed(heading, depth, DraftText.features(draft, depth))),
                new Section("plans", depth -> headed(heading, depth, DraftText.plans(draft, depth))),
                new Section("addOns", depth -> headed(heading, depth, DraftText.addOns(draft, depth))))) {
            if (!file.add(section.name(), section.entries())) {
                return new Pulled.NoPlace(section.name());
            }
        }
        return checked(file.text(), draft, published.model(), now);
    }

    private static String headed(String heading, int depth, String entries) {
        return entries.isEmpty() ? "" : " ".repeat(depth) + heading + "\n" + entries;
    }

    private static Pulled checked(String yaml, Draft draft, @Nullable Model before, Instant now) {
        return switch (CatalogFile.readAgainst(yaml, before, now)) {
            case CatalogFile.Valid(var model)
            when before == null || keeps(before, model) -> new Pulled.Drafted(yaml, draft.prices());
            case CatalogFile.Invalid(var problems) when isTooMuch(problems) -> new Pulled.TooMuch(draft.prices());
            case CatalogFile.Invalid(var problems)
            when before == null ->
                throw new IllegalStateException("A draft of ours is no catalog: " + problems.getFirst());
            // However the file is written, what was published is in it unchanged, or it is not given to anybody.
            case CatalogFile.Valid _, CatalogFile.Invalid _ -> new Pulled.NoPlace("plans");
        };
    }

    private static boolean isTooMuch(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.code().equals("TOO_LARGE"));
    }

    private static boolean keeps(Model before, Model after) {
        return after.plans().entrySet().containsAll(before.plans().entrySet())
                && after.addOns().entrySet().containsAll(before.addOns().entrySet())
                && after.features().entrySet().containsAll(before.features().entrySet())
                && before.equals(new Model(
                        after.catalog(),
                        after.cadence(),
                        after.markets(),
                        after.meters(),
                        before.features(),
                        before.plans(),
                        before.addOns(),
                        after.promotions(),
                        after.billingPolicy(),
                        after.precedence()));
    }
}
