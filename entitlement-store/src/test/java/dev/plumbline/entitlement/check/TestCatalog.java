package dev.plumbline.entitlement.check;

/** A small model for the tests of the read API. */
public final class TestCatalog {
    public static final String YAML = """
            format: 1
            catalog: { key: harbor, name: Harbor invoicing, owner: pricing@harbor.example, currency: EUR }
            markets:
              nordics: [NO, SE, FI, DK, IS]
              eea:     [AT, BE, DE, ES, FR, IE, IT, NL, PL, PT]
            features:
              sso:          { name: Single sign-on,     type: switch }
              invoices:     { name: Invoices per month, type: metered, unit: invoice }
              seats:        { name: Team members,       type: quantity, unit: seat }
              storage:      { name: Stored bytes,       type: quantity, unit: byte }
              projects:     { name: Projects,           type: quantity, default: 1 }
              support:      { name: Support,            type: level, levels: [community, email, dedicated-manager] }
              bank_payouts: { name: Bank payouts,       type: switch, availableIn: [ { market: nordics } ] }
            plans:
              team:
                name: Team
                rank: 20
                versions:
                  - version: 1
                    sellable: { from: 2025-02-01 }
                    grants:
                      sso:      true
                      invoices: { limit: 300, window: { every: P1M, anchor: calendar, zone: UTC }, onLimit: block }
                      seats:    5
                      storage:  5000000000
                      projects: unlimited
                      support:  email
                      bank_payouts: true
                    billing:
                      stripe: [ { price: price_team, term: monthly } ]
            precedence: [manual, stripe]
            """;

    private TestCatalog() {}
}
