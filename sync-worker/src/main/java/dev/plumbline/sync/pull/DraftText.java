package dev.plumbline.sync.pull;

import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A draft as lines of a catalog file, to stand at some depth of one. */
final class DraftText {
    private final Draft draft;
    private final StringBuilder text = new StringBuilder();
    private final int depth;

    /** @param depth spaces before the keys of features, plans and add-ons */
    private DraftText(Draft draft, int depth) {
        this.draft = draft;
        this.depth = depth;
    }

    static String features(Draft draft, int depth) {
        var writer = new DraftText(draft, depth);
        draft.features().forEach(writer::feature);
        return writer.text.toString();
    }

    static String plans(Draft draft, int depth) {
        var writer = new DraftText(draft, depth);
        draft.plans().forEach(writer::item);
        return writer.text.toString();
    }

    static String addOns(Draft draft, int depth) {
        var writer = new DraftText(draft, depth);
        draft.addOns().forEach(writer::item);
        return writer.text.toString();
    }

    static String comment(String note) {
        return "# " + YamlText.inComment(note);
    }

    private void feature(Draft.Feature feature) {
        String type = feature.unit() == null ? "switch" : "quantity, unit: " + YamlText.of(feature.unit());
        line(
                0,
                "%s: { name: %s, type: %s }".formatted(feature.key(), YamlText.of(feature.name()), type)
                        + trailing(feature.notes()));
    }

    private void item(Draft.Item item) {
        item.notes().forEach(note -> line(0, comment(note)));
        line(0, YamlText.of(item.key()) + ":");
        line(2, "name: " + YamlText.of(item.name()));
        if (item.rank() != null) {
            line(2, "rank: " + item.rank());
        }
        line(2, "versions:");
        item.versions().forEach(this::version);
    }

    private void version(Draft.Version version) {
        version.notes().forEach(note -> line(4, comment(note)));
        line(4, "- version: " + version.number());
        if (version.from() != null) {
            line(6, "sellable: { from: " + version.from() + " }");
        } else if (version.until() != null) {
            line(6, "sellable: { until: " + version.until() + " }");
        }
        grants(version.grants());
        line(6, "billing:");
        line(8, draft.provider() + ":");
        version.prices().forEach(price -> line(10, "- " + mapping(price, version.quantityOf())));
    }

    private void grants(Map<String, String> grants) {
        if (grants.isEmpty()) {
            line(6, "grants: {} # decide: what does it give?");
            return;
        }
        line(6, "grants:");
        grants.forEach((feature, grant) -> line(8, YamlText.of(feature) + ": " + grant));
    }

    private String mapping(Price price, @Nullable String quantityOf) {
        var entry = new StringBuilder("{ price: ").append(YamlText.of(price.id()));
        String term = Terms.of(price.every());
        if (term != null) {
            entry.append(", term: ").append(term);
        }
        if (quantityOf != null && price.charge() == Charge.LICENSED) {
            entry.append(", quantityOf: ").append(YamlText.of(quantityOf));
        }
        if (price.amount() != null && price.every() != null && price.charge() == Charge.LICENSED) {
            entry.append(", listPrice: { amount: ").append(price.amount());
            if (!price.currency().equals(draft.currency())) {
                entry.append(", currency: ").append(YamlText.of(price.currency()));
            }
            entry.append(", every: ").append(price.every()).append(" }");
        }
        return entry.append(" }").append(trailing(about(price))).toString();
    }

    private static List<String> about(Price price) {
        var notes = new java.util.ArrayList<String>();
        if (price.lookupKey() != null) {
            notes.add("lookup key " + price.lookupKey());
        }
        if (!price.active()) {
            notes.add("archived");
        }
        if (price.charge() == Charge.METERED) {
            notes.add("billed by use");
        } else if (price.amount() == null) {
            notes.add("no price of one (tiers, packages): its list value is unknown");
        }
        return notes;
    }

    private static String trailing(List<String> notes) {
        return notes.isEmpty() ? "" : " " + comment(String.join("; ", notes));
    }

    private void line(int deeper, String line) {
        text.repeat(' ', depth + deeper).append(line).append('\n');
    }
}
