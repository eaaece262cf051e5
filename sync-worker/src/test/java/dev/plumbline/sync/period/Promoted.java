package dev.plumbline.sync.period;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A catalog with a promotion, who has a place in it, and what that forgoes, worked out from the raw rows. */
final class Promoted {
    /** Of one seat of the cheapest plan on sale that has single sign-on: Business, by the month. */
    static final long SSO_A_SEAT = 2_400;

    private Promoted() {}

    /** Whom its audience names nobody is: places are given by hand. */
    static String catalog() {
        try (InputStream harbor = Promoted.class.getResourceAsStream("/demo/harbor.yaml")) {
            Path file = Files.createTempFile("plumbline-promoted", ".yaml");
            Files.writeString(
                    file, new String(Objects.requireNonNull(harbor).readAllBytes(), StandardCharsets.UTF_8) + """
                    promotions:
                      try-sso:
                        reason: Upsell test PRC-118
                        window: { from: 2025-01-01T00:00:00Z, until: 2099-01-01T00:00:00Z }
                        audience: { plans: [team], markets: [eea] }
                        grants: { sso: true, api_access: true }
                    """);
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void enrol(Finance finance, List<String> customers, String reason) {
        for (String customer : customers) {
            finance.post(
                    dev.plumbline.sync.support.RunningPlumbline.KEY,
                    "/v1/promotions/try-sso/enrolments",
                    201,
                    Map.of("customer", customer, "reason", reason));
        }
    }

    static void withdraw(Finance finance, String customer) {
        var _ = finance.plumbline.send(
                HttpRequest.newBuilder(finance.plumbline.uri("/v1/promotions/try-sso/enrolments/" + customer))
                        .header("Authorization", "Bearer " + dev.plumbline.sync.support.RunningPlumbline.KEY)
                        .header("X-Reason", "A test")
                        .DELETE()
                        .build());
    }

    /** By customer: the seats that it is billed for, each at Business's price; nothing for who has no plan any more. */
    static Map<String, String> raw(JdbcClient sql) {
        var forgone = new TreeMap<String, String>();
        sql.sql("""
                        select e.customer_key,
                               (select sum((item ->> 'quantity')::bigint)
                                from billing_snapshot s, jsonb_array_elements(s.snapshot -> 'subscriptions') as sub,
                                     jsonb_array_elements(sub -> 'items') as item
                                where s.provider_customer = e.customer_key and sub ->> 'status' = 'ACTIVE') as seats
                        from promotion_enrolment e where e.withdrawn_at is null
                        """).query(row -> {
            long seats = row.getLong("seats");
            forgone.put(row.getString("customer_key"), seats == 0 ? "none" : "sso " + seats * SSO_A_SEAT + " EUR");
        });
        return forgone;
    }
}
