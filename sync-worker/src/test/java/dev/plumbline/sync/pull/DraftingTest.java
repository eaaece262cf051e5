package dev.plumbline.sync.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Feature;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.ModelRevision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider sells, as a catalog file. Checked to fail: without the escapes of YamlText, a dozen of these do. */
class DraftingTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final Instant THEN = Instant.parse("2025-02-01T00:00:00Z");

    @Test
    @DisplayName(
            "Products are plans, intervals terms, prices mappings with their list price; entitlements are switches")
    void draftsWhatIsKnown() {
        String yaml = first(new ProviderCatalogue(
                List.of(product("prod_team", "Team", "feat_sso"), product("prod_basic", "Basic")),
                List.of(
                        price("price_m", "prod_team", 4_900, Period.ofMonths(1)),
                        price("price_y", "prod_team", 49_000, Period.ofYears(1)),
                        price("price_b", "prod_basic", 900, Period.ofMonths(1))),
                List.of(new Feature("feat_sso", "sso", "Single sign-on", true)),
                false));

        assertThat(yaml).endsWith("""
                format: 1
                catalog:
                  key: main # decide: a short name of what you sell
                  currency: EUR
                features:
                  sso: { name: Single sign-on, type: switch }
                plans:
                  # prod_team "Team"
                  team:
                    name: Team
                    rank: 20
                    versions:
                      - version: 1
                        grants:
                          sso: true
                        billing:
                          stripe:
                            - { price: price_m, term: monthly, listPrice: { amount: 4900, every: P1M } }
                            - { price: price_y, term: yearly, listPrice: { amount: 49000, every: P1Y } }
                  # prod_basic "Basic"
                  basic:
                    name: Basic
                    rank: 10
                    versions:
                      - version: 1
                        grants: {} # decide: what does it give?
                        billing:
                          stripe:
                            - { price: price_b, term: monthly, listPrice: { amount: 900, every: P1M } }
                """);
    }

    static List<String> hostileNames() {
        return List.of(
                "Team: \"gold\" & 'silver'",
                "Team\nplans:\n  free:\n    name: free",
                "Team\r\n---\n!!binary |\n  aGk=",
                "---",
                "...",
                "!!python/object/apply:os.system [id]",
                "&anchor *alias",
                "# not a comment",
                "a #b",
                "{ price: x }",
                "[1, 2]",
                "%TAG ! tag:x",
                "- dash",
                "? key",
                "| block",
                "yes",
                "NO",
                "null",
                "~",
                "1.10",
                "1e5",
                "0x1F",
                "2026-11-22",
                " leading and trailing ",
                "tab\there",
                "\u202Eevil\u202C and \u2066isolate\u2069",
                "\u001B]0;title\u0007\u001B[31mred",
                "line\u2028separator\u0085next",
                "\uFEFFbom",
                "חבילה עם \"מרכאות\"",
                "🚢🚀 👩‍👩‍👧",
                "back\\slash \\u0041 \\n",
                "nul\u0000byte",
                "${jndi:ldap://x} #{7*7}",
                "Éclair Größe Øresund",
                "x".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    @DisplayName("Whatever a product, a feature, a key or a label is called: the file says just that and nothing more")
    void escapesHostileNames(String name) {
        var catalogue = new ProviderCatalogue(
                List.of(new Product("prod_1", name, true, THEN, name, List.of("feat_1"))),
                List.of(new Price(
                        "price_" + name, "prod_1", name, true, THEN, "EUR", 100L, Period.ofMonths(1), Charge.LICENSED)),
                List.of(new Feature("feat_1", name, name, true)),
                false);
        String yaml = first(catalogue);

        Model model = read(yaml);
        Plan plan = model.plans().values().iterator().next();
        assertThat(model.plans()).hasSize(1);
        assertThat(plan.name()).isEqualTo(name);
        assertThat(plan.versions().getFirst().mappings())
                .extracting(Mapping::ref)
                .containsExactly("price_" + name);
        assertThat(model.features().values())
                .anySatisfy(feature -> assertThat(feature.name()).isEqualTo(name));
        assertThat(yaml.codePoints())
                .as("nothing that a terminal or an editor obeys")
                .noneMatch(c -> c != '\n'
                        && (Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || c == 0x2028
                                || c == 0x2029));

        // The same again as an addition to a published file.
        Model after = read(drafted(Pulling.pull(ACCOUNT, catalogue, published(harbor()), Map.of(), NOW)));
        assertThat(after.plans()).hasSize(read(harbor()).plans().size() + 1);
    }

    @Test
    @DisplayName("Archived prices that are all older than those sold now are a version of their own")
    void findsGenerations() {
        Instant later = THEN.plusSeconds(86_400L * 400);
        Model model = read(first(selling(
                archived("price_old", THEN),
                archived("price_old_y", THEN.plusSeconds(5)),
                price("price_new", "prod_1", 200, Period.ofMonths(1), later))));

        Plan plan = plan(model, "team");
        assertThat(plan.versions()).hasSize(2);
        assertThat(plan.versions().get(0).mappings())
                .extracting(Mapping::ref)
                .containsExactly("price_old", "price_old_y");
        assertThat(plan.versions().get(0).sellable().until()).isEqualTo(later);
        assertThat(plan.versions().get(1).sellable().from()).isEqualTo(later);
        assertThat(plan.versions().get(1).mappings()).extracting(Mapping::ref).containsExactly("price_new");
    }

    @Test
    @DisplayName("A mix of archived and sold prices is one version, and a person is asked")
    void doesNotGuessGenerations() {
        String yaml = first(selling(
                archived("price_old", THEN.plusSeconds(10)),
                price("price_new", "prod_1", 200, Period.ofMonths(1), THEN)));

        assertThat(plan(read(yaml), "team").versions()).hasSize(1);
        assertThat(yaml).contains("decide: several prices for one term").contains("# archived");
    }

    @Test
    void sellsNothingThatIsArchived() {
        Plan plan = plan(read(first(selling(archived("price_old", THEN)))), "team");

        assertThat(plan.versions().getFirst().sellable().covers(NOW)).isFalse();
        assertThat(plan.versions().getFirst().sellable().covers(NOW.minusSeconds(60)))
                .isTrue();
    }

    @Test
    @DisplayName("A number is taken for a quantity only when the product says what one of it is called")
    void guessesAQuantityOnlyWhenItIsClear() {
        var prices = List.of(price("price_m", "prod_1", 100, Period.ofMonths(1)), byUse("price_u", "prod_1"));
        Model labelled = read(first(new ProviderCatalogue(
                List.of(new Product("prod_1", "Team", true, THEN, "Seat", List.of())), prices, List.of(), false)));
        Model bare = read(first(new ProviderCatalogue(List.of(product("prod_1", "Team")), prices, List.of(), false)));

        assertThat(labelled.features().get(new FeatureKey("seat")))
                .isInstanceOf(dev.plumbline.entitlement.model.Feature.Quantity.class);
        assertThat(plan(labelled, "team").versions().getFirst().mappings())
                .extracting(mapping -> String.valueOf(mapping.quantityOf()))
                .containsExactly("seat", "null");
        assertThat(bare.features()).isEmpty();
    }

    @Test
    @DisplayName("What is billed by use only is drafted as an add-on; what is paid once is left out and said so")
    void tellsPlansFromTheRest() {
        String yaml = first(new ProviderCatalogue(
                List.of(product("prod_u", "By use"), product("prod_o", "Set-up\nfee"), product("prod_n", "Nothing")),
                List.of(
                        byUse("price_u", "prod_u"),
                        new Price("price_o", "prod_o", null, true, THEN, "EUR", 100L, null, Charge.ONCE)),
                List.of(),
                true));

        assertThat(read(yaml).plans()).isEmpty();
        assertThat(read(yaml).addOns()).containsOnlyKeys("by_use");
        assertThat(yaml)
                .contains("prod_o \"Set-up\\u000Afee\": is paid once")
                .contains("prod_n \"Nothing\": has no price")
                .contains("may not read entitlement features");
    }

    @Test
    @DisplayName("Names that give one key, and names that give none, get keys that differ")
    void givesEveryPlanAKey() {
        Model model = read(first(new ProviderCatalogue(
                List.of(
                        product("prod_1", "Team"),
                        product("prod_2", "TEAM!"),
                        product("prod_3", "🚢"),
                        product("prod_4", "")),
                List.of(
                        price("price_1", "prod_1", 1, Period.ofMonths(1)),
                        price("price_2", "prod_2", 1, Period.ofMonths(1)),
                        price("price_3", "prod_3", 1, Period.ofMonths(1)),
                        price("price_4", "prod_4", 1, Period.ofMonths(1)),
                        price("price_5", "prod_deleted", 1, Period.ofMonths(1))),
                List.of(),
                false)));

        assertThat(model.plans()).containsOnlyKeys("team", "team_2", "prod_3", "prod_4", "prod_deleted");
    }

    @ParameterizedTest
    @CsvSource({
        "P1M, monthly",
        "P3M, quarterly",
        "P6M, half-yearly",
        "P1Y, yearly",
        "P12M, yearly",
        "P2Y, every-2-years",
        "P5M, every-5-months",
        "P1D, daily",
        "P7D, weekly",
        "P14D, every-2-weeks",
        "P10D, every-10-days"
    })
    void namesTerms(Period every, String term) {
        assertThat(Terms.of(every)).isEqualTo(term);
        assertThat(plan(read(first(selling(price("price_1", "prod_1", 100, every)))), "team")
                        .versions()
                        .getFirst()
                        .mappings()
                        .getFirst()
                        .term())
                .isEqualTo(term);
    }

    @Test
    void namesTheCurrencyWhereItIsNotTheUsualOne() {
        Price dollars =
                new Price("price_usd", "prod_1", null, true, THEN, "USD", 500L, Period.ofMonths(1), Charge.LICENSED);
        Price unknown =
                new Price("price_t", "prod_1", null, true, THEN, "EUR", null, Period.ofMonths(1), Charge.LICENSED);
        String yaml = first(selling(price("price_1", "prod_1", 100, Period.ofMonths(1)), unknown, dollars));

        assertThat(yaml)
                .contains("  currency: EUR\n")
                .contains("listPrice: { amount: 500, currency: USD, every: P1M }")
                .contains("{ price: price_t, term: monthly } # no price of one");
    }

    @Test
    @DisplayName("The order in which the provider lists things changes nothing")
    void isDeterministic() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        var catalogue = new ProviderCatalogue(
                List.of(product("prod_1", "Team"), product("prod_2", "Team")),
                List.of(
                        price("price_1", "prod_1", 1, Period.ofMonths(1)),
                        price("price_2", "prod_2", 2, Period.ofMonths(1)),
                        price("price_3", "prod_2", 3, Period.ofYears(1))),
                List.of(),
                false);

        assertThat(first(catalogue)).isEqualTo(first(catalogue));
        // Lists are ordered by the connector; features' order must not matter to keys of plans either.
        var features =
                new ArrayList<>(List.of(new Feature("feat_1", "a", "A", true), new Feature("feat_2", "A", "B", true)));
        Collections.shuffle(features, new Random(seed));
        assertThat(read(first(new ProviderCatalogue(catalogue.products(), catalogue.prices(), features, false)))
                        .features())
                .hasSize(2);
    }

    @Test
    void takesAnEmptyAccount() {
        assertThat(read(first(new ProviderCatalogue(List.of(), List.of(), List.of(), false)))
                        .plans())
                .isEmpty();
    }

    // when something is published already

    @Test
    @DisplayName(
            "What is published stays character for character; only what is not mapped comes to the end of its section")
    void addsOnlyWhatIsNotMapped() {
        String before = harbor();
        var catalogue = new ProviderCatalogue(
                List.of(
                        product("prod_team", "Harbor Team"),
                        product("prod_new", "Harbor Enterprise", "feat_sso", "feat_new")),
                List.of(
                        price("price_team_m_v1", "prod_team", 1, Period.ofMonths(1)),
                        keyed("price_any", "prod_team", "team_monthly_2026"),
                        price("price_team_extra", "prod_team", 1, Period.ofMonths(1)),
                        price("price_ent", "prod_new", 9_900, Period.ofMonths(1)),
                        byUse("price_ent_use", "prod_new_use")),
                List.of(
                        new Feature("feat_sso", "sso", "SSO", true),
                        new Feature("feat_new", "audit_log", "Audit log", true)),
                false);

        var pulled = (Pulled.Drafted) Pulling.pull(ACCOUNT, catalogue, published(before), Map.of(), NOW);

        assertThat(pulled.added()).isEqualTo(3);
        Model model = read(pulled.yaml());
        assertThat(model.plans().keySet()).contains("harbor_team", "harbor_enterprise");
        assertThat(plan(model, "harbor_enterprise").versions().getFirst().grants())
                .containsOnlyKeys(new FeatureKey("sso"), new FeatureKey("audit_log"));
        assertThat(model.addOns().keySet()).contains("prod_new_use");
        assertThat(pulled.yaml()).contains("are mapped to team@1").contains("not mapped yet");
        assertThat(withoutAdded(pulled.yaml(), before)).isEqualTo(before);
        // And it may follow what is published.
        assertThat(CatalogFile.readAgainst(pulled.yaml(), read(before), NOW)).isInstanceOf(CatalogFile.Valid.class);
    }

    @Test
    void changesNothingWhenEverythingIsMapped() {
        var catalogue = selling(price("price_team_m_v1", "prod_1", 1, Period.ofMonths(1)));

        assertThat(Pulling.pull(ACCOUNT, catalogue, published(harbor()), Map.of(), NOW))
                .isEqualTo(new Pulled.Drafted(harbor(), 0));
    }

    @Test
    @DisplayName("03: a key that moved to another price still maps the one it was first seen with")
    void knowsKeysThatMovedOn() {
        var catalogue = selling(price("price_before", "prod_1", 1, Period.ofMonths(1)));

        assertThat(Pulling.pull(
                        ACCOUNT, catalogue, published(harbor()), Map.of("price_before", "team_monthly_2026"), NOW))
                .isEqualTo(new Pulled.Drafted(harbor(), 0));
    }

    static List<String> filesOfManyStyles() {
        String tail = "    versions: [ { version: 1, billing: { stripe: [ { price: price_a } ] } } ]";
        return List.of(
                "format: 1\ncatalog: { key: x }\nfeatures: {}\nplans:\n  a:\n" + tail,
                "format: 1\ncatalog: { key: x }\nfeatures: {} # none yet\nplans:\n  a:\n" + tail + "\n\n# the end\n",
                "plans:\n      a:\n        name: |\n          Many\n          lines\n        versions:\n        - version: 1\n"
                        + "          billing: { manual: [] } # by hand\n# about features\nfeatures:\n    b: { type: switch }\n"
                        + "format: 1\ncatalog: { key: x }",
                "format: 1\r\ncatalog: { key: x }\r\nfeatures: {}\r\nplans:\r\n  a:\r\n" + tail.replace("\n", "\r\n")
                        + "\r\n",
                "# 🚢 first\nformat: 1\ncatalog: { key: x, name: \"🚢\" }\nfeatures:\n  b: { type: switch, name: \"🚀🚀\" }\nplans:\n"
                        + "  a:\n" + tail + "\naddOns:\n  c: { versions: [ { version: 1 } ] }\n");
    }

    @ParameterizedTest
    @MethodSource("filesOfManyStyles")
    void addsToFilesOfManyStyles(String before) {
        var catalogue = new ProviderCatalogue(
                List.of(product("prod_1", "New one", "feat_1")),
                List.of(price("price_1", "prod_1", 100, Period.ofMonths(1)), byUse("price_2", "prod_2")),
                List.of(new Feature("feat_1", "sso", "SSO", true)),
                false);

        Model model = read(drafted(Pulling.pull(ACCOUNT, catalogue, published(before), Map.of(), NOW)));

        assertThat(model.plans()).containsOnlyKeys("a", "new_one");
        assertThat(model.features()).containsKey(new FeatureKey("sso"));
        assertThat(model.addOns()).containsKey("prod_2");
        assertThat(plan(model, "a")).isEqualTo(plan(read(before), "a"));
    }

    @Test
    void refusesAFileWithoutAPlaceToAddTo() {
        String oneLine = "format: 1\ncatalog: { key: x }\nfeatures: {}\n"
                + "plans: { a: { versions: [ { version: 1, billing: { manual: [] } } ] } }\n";

        assertThat(Pulling.pull(
                        ACCOUNT,
                        selling(price("price_1", "prod_1", 1, Period.ofMonths(1))),
                        published(oneLine),
                        Map.of(),
                        NOW))
                .isEqualTo(new Pulled.NoPlace("plans"));
    }

    /** The added lines, cut out again. */
    private static String withoutAdded(String after, String before) {
        var left = new StringBuilder();
        List<String> lines = before.lines().toList();
        int next = 0;
        for (String line : after.lines().toList()) {
            if (next < lines.size() && line.equals(lines.get(next))) {
                left.append(line).append('\n');
                next++;
            }
        }
        return left.toString();
    }

    private static String first(ProviderCatalogue catalogue) {
        return drafted(Pulling.pull(ACCOUNT, catalogue, null, Map.of(), NOW));
    }

    private static String drafted(Pulled pulled) {
        assertThat(pulled).isInstanceOf(Pulled.Drafted.class);
        return ((Pulled.Drafted) pulled).yaml();
    }

    private static Plan plan(Model model, String key) {
        return Objects.requireNonNull(model.plans().get(key), key);
    }

    private static Model read(String yaml) {
        return switch (CatalogFile.read(yaml)) {
            case CatalogFile.Valid(var model) -> model;
            case CatalogFile.Invalid(var problems) -> throw new AssertionError(problems + "\n" + yaml);
        };
    }

    private static ModelRevision published(String source) {
        return new ModelRevision(3, source, "hash", THEN, "somebody", null, read(source));
    }

    private static String harbor() {
        try (InputStream file = DraftingTest.class.getResourceAsStream("/demo/harbor.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static ProviderCatalogue selling(Price... prices) {
        return new ProviderCatalogue(List.of(product("prod_1", "Team")), List.of(prices), List.of(), false);
    }

    private static Product product(String id, String name, String... features) {
        return new Product(id, name, true, THEN, null, List.of(features));
    }

    private static Price price(String id, String product, long amount, Period every) {
        return price(id, product, amount, every, THEN);
    }

    private static Price price(String id, String product, long amount, Period every, Instant created) {
        return new Price(id, product, null, true, created, "EUR", amount, every, Charge.LICENSED);
    }

    private static Price keyed(String id, String product, @Nullable String key) {
        return new Price(id, product, key, true, THEN, "EUR", 1L, Period.ofMonths(1), Charge.LICENSED);
    }

    private static Price archived(String id, Instant created) {
        return new Price(id, "prod_1", null, false, created, "EUR", 100L, Period.ofMonths(1), Charge.LICENSED);
    }

    private static Price byUse(String id, String product) {
        return new Price(id, product, null, true, THEN, "EUR", 10L, Period.ofMonths(1), Charge.METERED);
    }
}
