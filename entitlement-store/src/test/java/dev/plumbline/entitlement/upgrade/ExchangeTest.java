package dev.plumbline.entitlement.upgrade;

import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.ACustomer;
import dev.plumbline.entitlement.upgrade.Exchange.Change;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A customer on another plan: the same resolver, the same facts but for the plan. */
class ExchangeTest {
    private static final Instant NOW = at("2026-11-21");
    private static final Model SHOP = Catalogs.questions("shop.yaml");

    private static Exchange on(ACustomer customer, String plan, int version, String term) {
        var to = Objects.requireNonNull(SHOP.plans().get(plan));
        return Exchange.of(SHOP, customer.facts(), to, Objects.requireNonNull(to.version(version)), term, NOW);
    }

    private static Map<String, String> said(Exchange exchange, Change change) {
        var said = new TreeMap<String, String>();
        exchange.lines().stream()
                .filter(line -> line.change() == change)
                .forEach(line -> said.put(
                        line.feature().key().value(),
                        Wording.value(line.now().allowance()) + " -> "
                                + Wording.value(line.then().allowance())));
        return said;
    }

    @Test
    @DisplayName("M19: a bigger plan gains and gives more, a smaller one takes the same away again")
    void goesBothWays() {
        var up = on(aCustomer().in("FI").on("bronze@1"), "gold", 1, "monthly");
        assertThat(said(up, Change.GAINED)).containsEntry("sso", "no -> yes");
        assertThat(said(up, Change.MORE)).containsEntry("invoices", "20 a month -> 1000 a month");
        assertThat(said(up, Change.LOST)).isEmpty();
        assertThat(said(up, Change.LESS)).isEmpty();
        assertThat(up.listPrice()).isEqualTo(new MonthlyPrice(9_900, "EUR"));

        var down = on(aCustomer().in("FI").on("gold@1"), "bronze", 1, "monthly");
        assertThat(said(down, Change.LOST).keySet())
                .isEqualTo(said(up, Change.GAINED).keySet());
        assertThat(said(down, Change.LESS).keySet())
                .isEqualTo(said(up, Change.MORE).keySet());
    }

    @Test
    @DisplayName("Who is on it already gains and loses nothing; every feature of the model has its line")
    void changesNothingForWhoHasIt() {
        var same = on(aCustomer().in("FI").on("silver@2"), "silver", 2, "monthly");
        assertThat(same.lines()).hasSize(SHOP.features().size());
        assertThat(same.lines()).allSatisfy(line -> assertThat(line.change()).isEqualTo(Change.SAME));
    }

    @Test
    @DisplayName("A term may give more: the variation of that term is tried on")
    void followsTheTerm() {
        assertThat(said(on(aCustomer().on("silver@2"), "silver", 2, "yearly"), Change.MORE))
                .containsEntry("invoices", "200 a month -> 250 a month");
    }
}
