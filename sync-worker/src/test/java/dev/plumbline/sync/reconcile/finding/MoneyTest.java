package dev.plumbline.sync.reconcile.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is at stake, to the minor unit. */
class MoneyTest {
    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");

    @Test
    @DisplayName(
            "F-61 F-62: JPY, KWD, prices of twelve decimals and negative lines: a sum is what exact arithmetic says")
    void sumsExactly() {
        long seed = 20_261_122;
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            var asked = new HashMap<PriceRef, ListPrice>();
            var items = new ArrayList<BillingSnapshot.Item>();
            String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            Rational exact = Rational.ZERO;
            for (int i = 0; i <= random.nextInt(4); i++) {
                BigDecimal amount = BigDecimal.valueOf(
                        random.nextLong(-9_000_000_000L, 9_000_000_000_000L), 12 * random.nextInt(2));
                int months = random.nextBoolean() ? 1 : random.nextInt(1, 37);
                long quantity = random.nextLong(1, 100_000);
                asked.put(
                        new PriceRef("stripe", "default", "price_" + i),
                        new ListPrice(amount, currency, Period.ofMonths(months)));
                items.add(item("price_" + i, quantity));
                exact = exact.plus(amount, quantity, months);
            }
            Worth worth = worth(asked).of(Harbor.SUBJECT, items);
            assertThat(AtRisk.of(worth))
                    .as("seed %s, round %s, %s", seed, round, items)
                    .isEqualTo(new AtRisk.Known(exact.rounded().abs().longValueExact(), currency));
        }
    }

    /** Numerator and denominator, so that the test does not divide as the product does. */
    private record Rational(BigInteger over, BigInteger under) {
        static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
        private static final BigInteger DECIMALS = BigInteger.TEN.pow(12);

        Rational plus(BigDecimal amount, long quantity, int months) {
            BigInteger top = amount.movePointRight(12).toBigIntegerExact().multiply(BigInteger.valueOf(quantity));
            BigInteger bottom = DECIMALS.multiply(BigInteger.valueOf(months));
            BigInteger sum = over.multiply(bottom).add(top.multiply(under));
            BigInteger all = under.multiply(bottom);
            BigInteger common = sum.gcd(all);
            return new Rational(sum.divide(common), all.divide(common));
        }

        BigInteger rounded() {
            return new BigDecimal(over)
                    .divide(new BigDecimal(under), 0, RoundingMode.HALF_UP)
                    .toBigIntegerExact();
        }
    }

    @Test
    @DisplayName("F-61: unknown is never 0, and currencies are not added")
    void saysWhatItDoesNotKnow() {
        Map<PriceRef, ListPrice> asked = Map.of(
                new PriceRef("stripe", "default", "price_eur"), new ListPrice(100, "EUR", Period.ofMonths(1)),
                new PriceRef("stripe", "default", "price_jpy"), new ListPrice(100, "JPY", Period.ofMonths(1)));
        ListWorth worth = worth(asked);
        assertThat(worth.of(Harbor.SUBJECT, List.of(item("price_eur", 1), item("price_nobody_knows", 1))))
                .isEqualTo(new Worth.Unknown());
        assertThat(worth.of(Harbor.SUBJECT, List.of(item("price_eur", 1), item("price_jpy", 1))))
                .isEqualTo(new Worth.Unknown());
        assertThat(AtRisk.of(worth.of(Harbor.SUBJECT, List.of(item("price_jpy", 3)))))
                .isEqualTo(new AtRisk.Known(300, "JPY"));
    }

    @ParameterizedTest
    @CsvSource({
        "PAID_BUT_BLOCKED, CUSTOMER_HARM, 1, 0, HIGH",
        "QUANTITY_MISMATCH, CUSTOMER_HARM, 100, 0, MEDIUM",
        "QUANTITY_MISMATCH, CUSTOMER_HARM, 60000, 0, HIGH",
        "QUANTITY_MISMATCH, LEAKAGE, 100, 0, LOW",
        "QUANTITY_MISMATCH, LEAKAGE, 6000, 0, MEDIUM",
        "QUANTITY_MISMATCH, LEAKAGE, 100, 31, HIGH",
        "EVENT_MISSED, NEUTRAL, -1, 0, LOW",
        "EVENT_MISSED, NEUTRAL, -1, 40, MEDIUM",
        "UNPAID_BUT_ACTIVE, LEAKAGE, 100, 3, MEDIUM",
    })
    void isSevereByAmountHarmAndAge(BreakType type, Side side, long amount, long days, BreakType.Severity expected) {
        var materiality =
                new Materiality(Map.of("EUR", 50_000L), 500, new BigDecimal("0.5"), Map.of("EUR", 100_000_000L));
        AtRisk money = amount < 0 ? new AtRisk.NotMoney() : new AtRisk.Known(amount, "EUR");
        assertThat(Severities.of(type, side, money, days, materiality)).isEqualTo(expected);
    }

    @Test
    @DisplayName(
            "F-61: what matters is told in minor units: 500 whole ones of each currency, or a share of what is billed")
    void mattersInEachCurrency() {
        var materiality =
                new Materiality(Map.of("USD", 10_000L), 500, new BigDecimal("0.5"), Map.of("EUR", 1_000_000L));
        assertThat(materiality.of("JPY")).isEqualTo(500);
        assertThat(materiality.of("KWD")).isEqualTo(500_000);
        assertThat(materiality.of("USD")).isEqualTo(10_000);
        assertThat(materiality.of("EUR")).as("half a percent of what is billed").isEqualTo(5_000);
    }

    private static ListWorth worth(Map<PriceRef, ListPrice> asked) {
        return new ListWorth(new ListPrices(Harbor.MODEL, Map.of(), asked));
    }

    private static BillingSnapshot.Item item(String price, long quantity) {
        return new BillingSnapshot.Item("si_" + price, Instant.EPOCH, price, null, null, quantity, null, null);
    }
}
