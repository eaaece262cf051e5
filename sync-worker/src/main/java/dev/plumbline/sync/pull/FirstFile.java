package dev.plumbline.sync.pull;

import dev.plumbline.connectors.BillingAccount;

/** A draft as a whole catalog file, with what to do next at its top. */
final class FirstFile {
    private FirstFile() {}

    static String of(BillingAccount account, Draft draft, boolean featuresRefused) {
        var file = new StringBuilder("""
                # A first draft, made from what %1$s sells. It is valid as it stands, and gives only what it says.
                # What cannot be known is marked "decide:". In general:
                #   - A plan is what a product was. One that is sold on top of others belongs under addOns.
                #   - rank is guessed from the price: the better plan has the higher.
                #   - Features are what applications ask for. Add yours, and grant them in each version.
                #   - Billed by number, e.g. seats? Make a feature of type quantity, grant it { fromBilling: true }, and say
                #     quantityOf in the mapping.
                # Then: plumbline catalog validate, plan, publish. Published versions do not change any more.
                """.formatted(account));
        if (featuresRefused) {
            file.append("# The key of ")
                    .append(account)
                    .append(" may not read entitlement features; allow it, and pull again, if you use them.\n");
        }
        file.append("format: 1\ncatalog:\n  key: ")
                .append(account.name().equals("default") ? "main" : "c_" + account.name())
                .append(" # decide: a short name of what you sell\n");
        if (draft.currency() != null) {
            file.append("  currency: ").append(YamlText.of(draft.currency())).append('\n');
        }
        section(file, "features", DraftText.features(draft, 2));
        section(file, "plans", DraftText.plans(draft, 2));
        if (!draft.addOns().isEmpty()) {
            section(file, "addOns", DraftText.addOns(draft, 2));
        }
        if (!draft.leftOut().isEmpty()) {
            file.append("# Left out:\n");
            draft.leftOut()
                    .forEach(what -> file.append(DraftText.comment("  " + what)).append('\n'));
        }
        return file.toString();
    }

    private static void section(StringBuilder file, String name, String entries) {
        file.append(name).append(entries.isEmpty() ? ": {}\n" : ":\n").append(entries);
    }
}
