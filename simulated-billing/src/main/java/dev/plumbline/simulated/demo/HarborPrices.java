package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Catalogue;
import dev.plumbline.simulated.stripe.Meter;
import dev.plumbline.simulated.stripe.Metering;
import dev.plumbline.simulated.stripe.NewPrice;
import java.util.List;

/** The catalogue of Harbor invoicing at its billing provider; {@link DemoCompany} has it as a table. */
final class HarborPrices {
    private static final String EUR = "eur";

    static final List<List<String>> LADDERS = List.of(
            List.of("starter_monthly", "team_monthly_2026", "business_monthly"),
            List.of("starter_yearly", "team_yearly_2026", "business_yearly"));

    static final String ADD_ON = "addon_invoices_100";

    static final String METER = "mtr_invoices";
    static final String EVENT = "invoice.issued";

    private HarborPrices() {}

    static void create(Catalogue catalogue, Metering metering) {
        metering.createMeter(METER, EVENT, Meter.Formula.COUNT);
        catalogue.createProduct("prod_starter", "Harbor Starter");
        catalogue.createProduct("prod_team", "Harbor Team");
        catalogue.createProduct("prod_business", "Harbor Business");
        catalogue.createProduct("prod_extra_invoices", "100 more invoices");
        catalogue.createProduct("prod_invoices_by_use", "Invoices by use");
        catalogue.createProduct("prod_legacy", "Harbor Special (before 2025)");
        all().forEach(catalogue::createPrice);
    }

    private static List<NewPrice> all() {
        return List.of(
                NewPrice.monthly("prod_starter", EUR, 900)
                        .withId("price_starter_m")
                        .keyed("starter_monthly"),
                NewPrice.yearly("prod_starter", EUR, 9_000)
                        .withId("price_starter_y")
                        .keyed("starter_yearly"),
                NewPrice.monthly("prod_team", EUR, 4_900).withId("price_team_m_v1"),
                NewPrice.yearly("prod_team", EUR, 49_000).withId("price_team_y_v1"),
                NewPrice.monthly("prod_team", EUR, 1_200)
                        .withId("price_team_m_2026")
                        .keyed("team_monthly_2026"),
                NewPrice.yearly("prod_team", EUR, 12_000)
                        .withId("price_team_y_2026")
                        .keyed("team_yearly_2026"),
                NewPrice.monthly("prod_business", EUR, 2_500)
                        .withId("price_business_m")
                        .keyed("business_monthly"),
                NewPrice.yearly("prod_business", EUR, 25_000)
                        .withId("price_business_y")
                        .keyed("business_yearly"),
                NewPrice.monthly("prod_extra_invoices", EUR, 1_500)
                        .withId("price_addon_invoices_100")
                        .keyed(ADD_ON),
                NewPrice.monthly("prod_invoices_by_use", EUR, 10)
                        .withId("price_invoices_metered")
                        .keyed("invoices_metered")
                        .byUse(METER),
                NewPrice.monthly("prod_legacy", EUR, 3_300)
                        .withId("price_legacy_special")
                        .keyed("legacy_special"));
    }
}
