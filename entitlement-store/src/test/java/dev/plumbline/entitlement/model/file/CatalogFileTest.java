package dev.plumbline.entitlement.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.OnLimit;
import dev.plumbline.entitlement.model.OnOutage;
import dev.plumbline.entitlement.resolve.Law;
import dev.plumbline.entitlement.resolve.Seeds;
import dev.plumbline.entitlement.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFileTest {
    private static final String HARBOR = Catalogs.text("harbor.yaml");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static List<Problem> problems(CatalogFile.Read read) {
        return read instanceof CatalogFile.Invalid(var problems) ? problems : List.of();
    }

    @Nested
    class TheExampleOfTheDesign {
        private final Model model = Catalogs.harbor();

        @Test
        void isReadWhole() {
            assertThat(model.catalog())
                    .isEqualTo(new Model.Catalog("harbor", "Harbor invoicing", "pricing@harbor.example", "EUR"));
            assertThat(model.features()).hasSize(5);
            assertThat(model.precedence()).containsExactly("manual", "salesforce", "stripe", "recurly");
            assertThat(Objects.requireNonNull(model.markets().get("nordics")).countries())
                    .containsExactlyInAnyOrder("NO", "SE", "FI", "DK", "IS");
        }

        @Test
        void hasItsFeatures() {
            assertThat(model.feature(new FeatureKey("support")))
                    .asInstanceOf(type(Feature.Level.class))
                    .returns(List.of("community", "email", "dedicated-manager"), Feature.Level::levels);
            assertThat(model.feature(new FeatureKey("invoices")))
                    .asInstanceOf(type(Feature.Metered.class))
                    .returns(OnOutage.ALLOW, Feature::onOutage)
                    .satisfies(invoices -> assertThat(
                                    Objects.requireNonNull(invoices.meter()).event())
                            .isEqualTo("invoice.issued"));
            assertThat(Objects.requireNonNull(model.feature(new FeatureKey("bank_payouts")))
                            .availableIn())
                    .hasSize(2)
                    .filteredOn(available -> available.market().key().equals("eea"))
                    .singleElement()
                    .returns(Instant.parse("2026-12-01T05:00:00Z"), available -> available.from());
        }

        @Test
        void hasItsVersions() {
            var first = Objects.requireNonNull(model.planVersion("team", 1));
            var second = Objects.requireNonNull(model.planVersion("team", 2));
            assertThat(first.sellable().until()).isEqualTo(second.sellable().from());
            assertThat(second.sellable().until()).isNull();
            assertThat(second.grants().get(new FeatureKey("invoices")))
                    .isEqualTo(new Grant.Metered(
                            Amount.of(300),
                            new Window.Billing(Period.ofMonths(1)),
                            OnLimit.OVERAGE,
                            List.of(new BigDecimal("0.8"), new BigDecimal("1.0")),
                            BigDecimal.valueOf(100)));
            assertThat(second.grants().get(new FeatureKey("seats")))
                    .isEqualTo(new Grant.Quantity(null, true, BigDecimal.valueOf(5)));
            assertThat(first.grants().get(new FeatureKey("seats")))
                    .isEqualTo(new Grant.Quantity(Amount.of(5), null, null));
            assertThat(second.mappings())
                    .extracting(Mapping::provider, Mapping::by, Mapping::ref)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("stripe", Mapping.By.LOOKUP_KEY, "team_monthly_2026"),
                            org.assertj.core.groups.Tuple.tuple("recurly", Mapping.By.PRICE, "team-2026"));
        }

        @Test
        void hasItsBillingPolicy() {
            assertThat(model.billingPolicy().pastDue())
                    .returns(Duration.ofDays(10), BillingPolicy.Policy::grace)
                    .extracting(BillingPolicy.Policy::stages, list(BillingPolicy.Stage.class))
                    .extracting(BillingPolicy.Stage::after)
                    .containsExactly(Duration.ZERO, Duration.ofDays(10), Duration.ofDays(20));
        }

        @Test
        void isTheSameModelWhenItIsWrittenInAnotherWay() {
            var other =
                    HARBOR.replace("seats:    5", "seats:    { limit: 5.0 }").replace("# dropped in v2", "# gone");
            assertThat(other).isNotEqualTo(HARBOR);
            assertThat(Catalogs.model(other)).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "just text",
                "[]",
                "null",
                "a: 1\n---\nb: 2",
                "? [a, b]\n: 1",
                "{{{{{{",
                "a: !!binary aGk=",
                "a: .nan",
                "a: 1e999999999",
                "a: 99999999999999999999999999999999999999999999999999",
                "a: \"\\ud800\\u0000\"",
                "\u0000",
                "a: &x [*x, *x]",
                "<<: {a: 1}",
                "%YAML 9.9\n---\na: 1",
                "format: 1\nplans: {team: {versions: [{version: 99999999999}]}}"
            })
    @Law("F-33")
    void answersForAnyText(String yaml) {
        assertThat(problems(CatalogFile.read(yaml))).isNotEmpty();
    }

    @Test
    @Law({"F-34", "F-35"})
    void answersForHugeAndDeepText() {
        assertThat(problems(CatalogFile.read("[".repeat(100_000)))).isNotEmpty();
        assertThat(problems(CatalogFile.read("a: " + "x".repeat(5_000_000)))).isNotEmpty();
        assertThat(problems(CatalogFile.read("a:\n" + "- b\n".repeat(100_000)))).isNotEmpty();
        assertThat(problems(CatalogFile.read(bomb()))).extracting(Problem::code).containsExactly("ALIAS");
    }

    /** Each line nine of the one before: 9^30 values, were aliases read. */
    private static String bomb() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(9))
                    .append("]\n");
        }
        return bomb.toString();
    }

    @Test
    void answersForEveryWayToMangleAFile() {
        Seeds.cases("mangled files", 300, seed -> {
            var yaml = mangled(new SplittableRandom(seed));
            assertThat(CatalogFile.read(yaml)).as(yaml).isNotNull();
        });
    }

    private static String mangled(SplittableRandom random) {
        var lines = new ArrayList<>(HARBOR.lines().toList());
        for (var i = 0; i <= random.nextInt(3); i++) {
            var at = random.nextInt(lines.size());
            var line = lines.get(at);
            var cut = random.nextInt(line.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, line.substring(0, cut));
                case 3 -> lines.set(at, line.replaceAll("[0-9]+", "-7"));
                case 4 -> lines.set(at, line.replaceAll("[a-z_]+(?=[,} \\]])", "true"));
                default ->
                    lines.set(at, line.substring(0, cut) + "[{:\"'".charAt(random.nextInt(5)) + line.substring(cut));
            }
        }
        return String.join("\n", lines);
    }

    @Nested
    class AfterItWasPublished {
        private final Model published = Catalogs.harbor();

        private List<Problem> readAgain(String yaml) {
            return problems(CatalogFile.readAgainst(yaml, published, NOW));
        }

        @Test
        void mayBeReadAgainUnchanged() {
            assertThat(readAgain(HARBOR)).isEmpty();
        }

        @Test
        void mayChangeWhatIsNotFrozen() {
            assertThat(readAgain(HARBOR.replace("name: Team\n", "name: Team plus\n")
                            .replace("rank: 20", "rank: 30")
                            .replace("from: [] }", "from: [1] }")
                            .replace("{ price: price_team_m_v1,", "{ price: price_new }, { price: price_team_m_v1,")
                            .replace("until: 2026-04-01", "until: 2026-05-01")
                            .replace("from: 2026-04-01", "from: 2026-05-01")))
                    .isEmpty();
        }

        @Test
        void refusesAnEditOfAFrozenPart() {
            for (var edit : List.of(
                    HARBOR.replace("limit: 200", "limit: 201"),
                    HARBOR.replace("when: { term: yearly }", "when: { term: weekly }"),
                    HARBOR.replace("length: P14D", "length: P15D"),
                    HARBOR.replace("{ add: 100 }", "{ add: 200 }"))) {
                assertThat(edit).isNotEqualTo(HARBOR);
                assertThat(readAgain(edit)).isNotEmpty().allMatch(Problem::isFrozen);
                assertThat(readAgain(edit)).allMatch(problem -> problem.line() > 0);
            }
        }

        @Test
        void refusesToLoseAPublishedVersion() {
            var gone = HARBOR.substring(0, HARBOR.indexOf("addOns:")) + HARBOR.substring(HARBOR.indexOf("promotions:"));
            assertThat(readAgain(gone))
                    .extracting(Problem::code)
                    .containsExactly(ProblemCode.FROZEN_VERSION_CHANGED.name());
        }

        @Test
        void refusesNewDatesInThePastOnly() {
            assertThat(readAgain(HARBOR.replace("from: 2026-12-01T06:00:00+01:00", "from: 2026-11-01")))
                    .extracting(Problem::code)
                    .containsExactly("IN_THE_PAST");
            assertThat(readAgain(HARBOR.replace("notBefore: 2026-10-01", "notBefore: 2026-10-02")))
                    .extracting(Problem::code)
                    .containsExactly("IN_THE_PAST");
            assertThat(readAgain(HARBOR.replace("notBefore: 2026-10-01", "notBefore: 2027-10-02")))
                    .isEmpty();
        }
    }

    @Test
    void stillReadsWhatWasPublishedBeforeARuleCame() throws IOException {
        String accepted = Files.readString(Path.of("src/test/resources/catalog/broken/17-nobody-can-buy.yaml"));

        assertThat(CatalogFile.read(accepted)).isInstanceOf(CatalogFile.Invalid.class);
        assertThat(CatalogFile.readPublished(accepted).plans()).isNotEmpty();
    }
}
