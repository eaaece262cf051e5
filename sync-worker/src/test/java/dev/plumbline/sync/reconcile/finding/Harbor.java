package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.resolve.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo's model and prices, and snapshots written in one line; what is answered from them the resolver says. */
final class Harbor {
    static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    static final SubjectRef SUBJECT = new SubjectRef("stripe", "default", "cus_1");
    static final Model MODEL = model();

    private static final Map<String, ListPrice> PRICES = Map.of(
            "starter_monthly", each(900, Period.ofMonths(1)),
            "starter_yearly", each(9_000, Period.ofYears(1)),
            "team_monthly_2026", each(1_200, Period.ofMonths(1)),
            "team_yearly_2026", each(12_000, Period.ofYears(1)),
            "business_monthly", each(2_500, Period.ofMonths(1)),
            "business_yearly", each(25_000, Period.ofYears(1)),
            "addon_invoices_100", each(1_500, Period.ofMonths(1)),
            "legacy_special", each(3_300, Period.ofMonths(1)));

    private Harbor() {}

    private static ListPrice each(long amount, Period every) {
        return new ListPrice(amount, "EUR", every);
    }

    static Findings findings() {
        var asked = new HashMap<PriceRef, ListPrice>();
        PRICES.forEach((key, price) -> asked.put(new PriceRef("stripe", "default", "price_" + key), price));
        return new Findings(new Articles(MODEL, Map.of()), new ListWorth(new ListPrices(MODEL, Map.of(), asked)));
    }

    /**
     * For example {@code FI active team_monthly_2026*5,addon_invoices_100*2}; {@code nothing}; {@code gone}.
     *
     * @param text words of it: country, status, items; then anything of {@code anchor}, {@code renewed} and {@code usd}
     */
    static Said said(String text) {
        return said(text, Kept.nothing());
    }

    /** As it is answered when it was something else before: an item that nobody maps goes on giving what it gave. */
    static Said said(String text, String before) {
        return said(
                text,
                before.equals("nothing")
                        ? Kept.nothing()
                        : assembled(of(before), Kept.nothing()).keep());
    }

    private static Said said(String text, Kept kept) {
        if (text.equals("nothing")) {
            return Said.NOTHING;
        }
        BillingSnapshot snapshot = of(text);
        return new Said(
                snapshot, Resolver.resolve(MODEL, assembled(snapshot, kept).facts()), NOW.minusSeconds(3_600));
    }

    private static FactsAssembly.Assembled assembled(BillingSnapshot snapshot, Kept kept) {
        return FactsAssembly.assemble(MODEL, Known.of(new CustomerKey("cus_1")), kept, List.of(snapshot), NOW);
    }

    private static BillingSnapshot of(String text) {
        return text.equals("gone") ? BillingSnapshot.tombstone(SUBJECT) : snapshot(text);
    }

    private static BillingSnapshot snapshot(String text) {
        List<String> words = List.of(text.split(" ", -1));
        BillingStatus status = BillingStatus.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        return new BillingSnapshot(
                SUBJECT,
                false,
                "One Ltd",
                words.getFirst(),
                List.of(subscription(status, words.get(2), words.subList(3, words.size()))));
    }

    private static BillingSnapshot.Subscription subscription(BillingStatus status, String items, List<String> more) {
        Instant began = Instant.parse("2026-03-05T09:00:00Z");
        boolean ended = status == BillingStatus.CANCELED;
        return new BillingSnapshot.Subscription(
                "sub_1",
                status,
                status.name().toLowerCase(Locale.ROOT),
                began,
                began,
                ended ? NOW.minusSeconds(7_200) : null,
                null,
                more.contains("anchor") ? began.plusSeconds(86_400) : began,
                more.contains("usd") ? "USD" : "EUR",
                false,
                status.isGoodStanding() ? null : NOW.minusSeconds(86_400),
                items(items, more));
    }

    private static List<BillingSnapshot.Item> items(String text, List<String> more) {
        var items = new ArrayList<BillingSnapshot.Item>();
        for (String one : text.split(",", -1)) {
            String[] parts = one.split("\\*", -1);
            items.add(item(parts[0], parts.length == 1 ? Long.valueOf(1) : quantity(parts[1]), more));
        }
        return items;
    }

    private static @Nullable Long quantity(String text) {
        return text.equals("metered") ? null : Long.valueOf(text);
    }

    /** A plan is always the same item, whatever price it is on, as at the provider. */
    private static BillingSnapshot.Item item(String key, @Nullable Long quantity, List<String> more) {
        Instant period = Instant.parse(more.contains("renewed") ? "2026-11-05T09:00:00Z" : "2026-10-05T09:00:00Z");
        return new BillingSnapshot.Item(
                key.startsWith("addon") || key.startsWith("invoices") ? "si_" + key : "si_plan",
                Instant.parse("2026-03-05T09:00:00Z"),
                "price_" + key,
                key,
                null,
                quantity,
                period,
                period.plusSeconds(31 * 86_400));
    }

    private static Model model() {
        try (var in = Objects.requireNonNull(Harbor.class.getResourceAsStream("/demo/harbor.yaml"))) {
            return CatalogFile.readPublished(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
