package dev.plumbline.entitlement.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.file.Catalogs;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CautionsTest {
    /** Nothing to say about this one. */
    private static final String CALM = """
            format: 1
            catalog: { key: calm }
            markets: { nordics: [NO, SE] }
            meters: { calls_made: { event: call.made, aggregate: count } }
            features:
              sso:   { type: switch, availableIn: [ { market: nordics, until: 2027-01-01 }, { market: nordics, from: 2027-01-01 } ] }
              seats: { type: quantity }
              desks: { type: quantity }
              calls: { type: metered, meter: calls_made }
            plans:
              team:
                rank: 10
                versions:
                  - version: 1
                    sellable: { from: 2025-01-01 }
                    grants: { seats: { fromBilling: true }, calls: { limit: 5, window: { every: P1M } } }
                    billing: { stripe: [ { price: p1, term: monthly, quantityOf: seats } ] }
                  - version: 2
                    sellable: { from: 2026-01-01 }
                    grants: { sso: true, desks: 2 }
                    variations: [ { name: more, when: { term: monthly }, grants: { desks: 3 } } ]
                    existing: { migrate: at-date, notBefore: 2027-01-01, from: [1] }
                    billing: { stripe: [ { price: p2, term: monthly } ] }
              gold:
                rank: 20
                versions:
                  - version: 1
                    grants: { calls: { limit: 9, window: { every: P1D } } }
                    billing: { stripe: [ { price: p3 } ] }
            addOns:
              more:
                versions: [ { version: 1, grants: { seats: { add: 1 } }, billing: { stripe: [ { price: p4 } ] } } ]
            """;

    @Test
    void saysNothingOfWhatIsInOrder() {
        assertThat(Cautions.of(Catalogs.model(CALM))).isEmpty();
    }

    private static final String SLIPS = """
        METER_MISSING       | calls   | type: metered, meter: calls_made | type: metered
        METER_UNUSED        | calls_made | type: metered, meter: calls_made | type: metered
        MARKET_UNUSED       | nordics | , availableIn: [ { market: nordics, until: 2027-01-01 }, { market: nordics, from: 2027-01-01 } ] | ''
        FEATURE_NOT_GIVEN   | sso     | sso: true, desks: 2 | desks: 2
        AVAILABILITY_TWICE  | sso     | from: 2027-01-01 } ] | from: 2026-12-31 } ]
        VERSION_NOT_MAPPED  | team@2  | [ { price: p2, term: monthly } ] | []
        ADD_ON_NOT_MAPPED   | more    | [ { price: p4 } ] | []
        TERM_NOT_MAPPED     | team@2  | when: { term: monthly } | when: { term: montly }
        QUANTITY_NOT_BILLED | team@1  | quantityOf: seats | quantityOf: desks
        QUANTITY_UNUSED     | team@1  | quantityOf: seats | quantityOf: desks
        RANK_TIE            | calls   | rank: 20 | rank: 10
        PROVIDER_UNKNOWN    | gold@1  | stripe: [ { price: p3 } ] | strype: [ { price: p3 } ]
        MIGRATION_UNDATED   | team@2  | notBefore: 2027-01-01, | ''
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SLIPS)
    void saysWhatMayBeASlip(Caution.Code code, String ref, String right, String slip) {
        var yaml = CALM.replace(right, slip);
        assertThat(yaml).isNotEqualTo(CALM);
        assertThat(Cautions.of(Catalogs.model(yaml)))
                .filteredOn(caution -> caution.code() == code)
                .isNotEmpty()
                .allSatisfy(caution -> assertThat(caution.ref()).isEqualTo(ref));
    }

    @Test
    void hasASlipForEveryCode() {
        var tried = new HashSet<String>();
        SLIPS.lines().forEach(line -> tried.add(line.split("\\|", 2)[0].strip()));
        var known = new HashSet<String>();
        Set.of(Caution.Code.values()).forEach(code -> known.add(code.name()));
        assertThat(tried).isEqualTo(known);
    }
}
