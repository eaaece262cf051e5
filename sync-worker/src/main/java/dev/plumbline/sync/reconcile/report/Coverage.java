package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.sheet.Cells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What of the model and of what is sold does not meet (M32). */
@Repository
class Coverage {
    static final String PRICE_UNMAPPED = "price-without-mapping";
    static final String MAPPING_UNUSED = "mapping-without-subscription";
    static final String NOT_ASKED = "feature-not-asked-for";
    static final String NOT_IN_MODEL = "feature-not-in-model";

    private final JdbcClient jdbc;
    private final ReportSettings settings;

    Coverage(JdbcClient jdbc, ReportSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    List<List<@Nullable Object>> of(ReconciliationRun run, Model model, Walk walk, Instant now) {
        var lines = new ArrayList<List<@Nullable Object>>();
        Map<Walk.Name, String> mapped = mapped(model);
        prices(run, mapped.keySet(), walk, lines);
        mapped.forEach((name, version) -> {
            if (name.provider().equals(run.account().provider().key()) && !walk.isUsed(name)) {
                lines.add(Cells.of(MAPPING_UNUSED, version, word(name), 0));
            }
        });
        features(model, now, lines);
        return lines;
    }

    private static String word(Walk.Name name) {
        return name.by().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name.ref();
    }

    /** In the order of what they sell. */
    private static Map<Walk.Name, String> mapped(Model model) {
        var named = new TreeMap<String, List<Mapping>>();
        model.plans().values().forEach(plan -> {
            for (PlanVersion version : plan.versions()) {
                named.put(plan.key() + "@" + version.number(), version.mappings());
            }
        });
        model.addOns().values().forEach(addOn -> {
            for (AddOn.Version version : addOn.versions()) {
                named.put(addOn.key() + "@" + version.number(), version.mappings());
            }
        });
        var mapped = new java.util.LinkedHashMap<Walk.Name, String>();
        named.forEach((version, mappings) -> mappings.forEach(
                mapping -> mapped.put(new Walk.Name(mapping.provider(), mapping.by(), mapping.ref()), version)));
        return mapped;
    }

    private void prices(ReconciliationRun run, Set<Walk.Name> mapped, Walk walk, List<List<@Nullable Object>> lines) {
        String provider = run.account().provider().key();
        String account = run.account().name();
        jdbc.sql("""
                        select p.price, p.product, coalesce(b.lookup_key, p.lookup_key) as lookup_key
                        from provider_price p left join billing_price b using (provider, account, price)
                        where p.provider = :provider and p.account = :account and p.active
                        order by p.price
                        """).param("provider", provider).param("account", account).query(row -> {
            String price = row.getString("price");
            if (!isMapped(provider, row, mapped)) {
                lines.add(Cells.of(
                        PRICE_UNMAPPED,
                        price,
                        row.getString("lookup_key") == null ? row.getString("product") : row.getString("lookup_key"),
                        walk.items(new PriceRef(provider, account, price))));
            }
        });
    }

    private static boolean isMapped(String provider, ResultSet row, Set<Walk.Name> mapped) throws SQLException {
        String key = row.getString("lookup_key");
        String product = row.getString("product");
        return mapped.contains(new Walk.Name(provider, By.PRICE, row.getString("price")))
                || (key != null && mapped.contains(new Walk.Name(provider, By.LOOKUP_KEY, key)))
                || (product != null && mapped.contains(new Walk.Name(provider, By.PRODUCT, product)));
    }

    private void features(Model model, Instant now, List<List<@Nullable Object>> lines) {
        var asked = new HashSet<String>();
        var strange = new HashMap<String, Long>();
        jdbc.sql("""
                        select feature, sum(asked) as asked from feature_asked where day >= :since
                        group by feature order by feature
                        """)
                .param(
                        "since",
                        now.minus(settings.askedWithin())
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate())
                .query(row -> {
                    asked.add(row.getString("feature"));
                    strange.put(row.getString("feature"), row.getLong("asked"));
                });
        for (FeatureKey feature : model.features().keySet()) {
            strange.remove(feature.value());
            if (!asked.contains(feature.value())) {
                lines.add(
                        Cells.of(NOT_ASKED, feature.value(), "by no application within " + settings.askedWithin(), 0));
            }
        }
        new TreeMap<>(strange)
                .forEach((feature, count) ->
                        lines.add(Cells.of(NOT_IN_MODEL, feature, "asked for, and no published model has it", count)));
    }
}
