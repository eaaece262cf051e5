package dev.plumbline.entitlement.customer;

import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToAddOn;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.Binding.Unmapped;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.Law;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** "Versions, prices, pins" of 03. */
class MappingsTest {
    private static final Model MODEL = Catalogs.model("""
            format: 1
            catalog: { key: test }
            features: { seats: { type: quantity } }
            plans:
              team:
                versions:
                  - { version: 1, sellable: { from: 2025-01-01 }, billing: { stripe: [
                      { price: p_both, term: monthly }, { price: p_old }, { product: prod_team } ] } }
                  - { version: 2, sellable: { from: 2026-01-01, until: 2026-07-01 }, billing: { stripe: [
                      { price: p_both, term: monthly, quantityOf: seats }, { lookupKey: team_2026 }, { price: p_new } ] } }
              gold:
                versions: [ { version: 1, billing: { stripe: [ { lookupKey: gold } ], recurly: [ { plan: p_both } ] } } ]
            addOns:
              more: { versions: [ { version: 1, billing: { stripe: [ { price: p_more } ] } } ] }
            """);
    private static final PlanRef TEAM_1 = new PlanRef("team", 1);
    private static final PlanRef TEAM_2 = new PlanRef("team", 2);

    private static BillingSnapshot.Item item(String price, @Nullable String product, String createdAt) {
        return new BillingSnapshot.Item("si", at(createdAt), price, null, product, 1L, null, null);
    }

    private static Binding bind(String price, String createdAt, @Nullable Binding previous, PlanRef... pins) {
        return Mappings.bind(MODEL, "stripe", item(price, null, createdAt), null, previous, Set.of(pins));
    }

    @Test
    void letsTheTimeOfBuyingPickTheVersion() {
        assertThat(bind("p_both", "2025-12-31", null)).isEqualTo(new ToPlan("p_both", TEAM_1, "monthly", null));
        assertThat(bind("p_both", "2026-01-01", null)).isEqualTo(new ToPlan("p_both", TEAM_2, "monthly", "seats"));
    }

    @Test
    void neverMakesAMappedPriceUnmappedByTimeAlone() {
        assertThat(bind("p_both", "2024-01-01", null)).isEqualTo(new ToPlan("p_both", TEAM_1, "monthly", null));
        assertThat(bind("p_both", "2030-01-01", null)).isEqualTo(new ToPlan("p_both", TEAM_2, "monthly", "seats"));
        assertThat(bind("p_old", "2030-01-01", null)).isEqualTo(new ToPlan("p_old", TEAM_1, null, null));
    }

    @Test
    void asksForThePriceThenTheLookupKeyThenTheProduct() {
        assertThat(Mappings.bind(MODEL, "stripe", item("p_x", "prod_team", "2025-02-01"), "team_2026", null, Set.of()))
                .isEqualTo(new ToPlan("p_x", TEAM_2, null, null));
        assertThat(Mappings.bind(MODEL, "stripe", item("p_x", "prod_team", "2025-02-01"), "none", null, Set.of()))
                .isEqualTo(new ToPlan("p_x", TEAM_1, null, null));
        assertThat(Mappings.bind(MODEL, "stripe", item("p_new", "prod_team", "2025-02-01"), "gold", null, Set.of()))
                .isEqualTo(new ToPlan("p_new", TEAM_2, null, null));
    }

    @Test
    void keepsProvidersApart() {
        assertThat(Mappings.bind(MODEL, "recurly", item("p_both", null, "2026-02-01"), null, null, Set.of()))
                .isEqualTo(new ToPlan("p_both", new PlanRef("gold", 1), null, null));
        assertThat(Mappings.bind(MODEL, "paddle", item("p_both", null, "2026-02-01"), null, null, Set.of()))
                .isEqualTo(new Unmapped("p_both"));
    }

    @Test
    void bindsAddOns() {
        assertThat(bind("p_more", "2026-02-01", null)).isEqualTo(new ToAddOn("p_more", new PlanRef("more", 1), null));
    }

    @Test
    @Law("L-6 a pin survives any sync")
    void keepsThePinOfAnItemOnTheSamePriceWhateverTheMappingSays() {
        var pinned = new ToPlan("p_new", TEAM_1, null, null);
        assertThat(bind("p_new", "2026-02-01", pinned)).isEqualTo(pinned);
        var migrated = new ToPlan("p_gone", TEAM_2, null, null);
        assertThat(bind("p_gone", "2026-02-01", migrated)).isEqualTo(migrated);
    }

    @Test
    void movesThePinOnlyToAPriceOfAnotherVersion() {
        var onFirst = new ToPlan("p_old", TEAM_1, null, null);
        assertThat(bind("p_both", "2026-02-01", onFirst, TEAM_1))
                .isEqualTo(new ToPlan("p_both", TEAM_1, "monthly", null));
        assertThat(bind("p_new", "2026-02-01", onFirst, TEAM_1)).isEqualTo(new ToPlan("p_new", TEAM_2, null, null));
    }

    @Test
    @Law({"L-6 an unmapped price by itself never takes an entitlement away", "F-57"})
    void goesOnGivingWhatAnUnmappedItemGaveBefore() {
        var before = new ToPlan("p_old", TEAM_1, null, null);
        assertThat(bind("p_unheard_of", "2026-02-01", before, TEAM_1)).isEqualTo(before);
        assertThat(Mappings.isUnmapped(item("p_unheard_of", null, "2026-02-01"), before))
                .isTrue();
        assertThat(bind("p_unheard_of", "2026-02-01", null)).isEqualTo(new Unmapped("p_unheard_of"));
    }

    @Test
    void triesAnUnmappedPriceAnew() {
        assertThat(bind("p_old", "2026-02-01", new Unmapped("p_old")))
                .isEqualTo(new ToPlan("p_old", TEAM_1, null, null));
    }
}
