package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.Found;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What a run found, before it is told of as breaks. Each step writes over what it found when it was made before. */
@Repository
public class FindingsKept {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    FindingsKept(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    public void forget(long run, String step) {
        jdbc.sql("delete from reconciliation_finding where run = :run and found_by = :step")
                .param("run", run)
                .param("step", step)
                .update();
    }

    public void keep(long run, String step, Collection<Found> found) {
        if (found.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into reconciliation_finding
                            (run, found_by, fingerprint, type, side, customer_key, provider_customer, detail, amount, currency,
                             money_unknown, repaired, cause, evidence)
                        select distinct on (fingerprint)
                               :run, :step, fingerprint, type, side, customer, subject, left(detail, 1000), amount, currency,
                               unknown::boolean, repaired::boolean, cause, evidence::jsonb
                        from unnest(:fingerprints::text[], :types::text[], :sides::text[], :customers::text[],
                                    :subjects::text[], :details::text[], :amounts::bigint[], :currencies::text[],
                                    :unknown::text[], :repaired::text[], :causes::text[], :evidence::text[])
                            as found (fingerprint, type, side, customer, subject, detail, amount, currency, unknown,
                                      repaired, cause, evidence)
                        order by fingerprint
                        on conflict (run, fingerprint) do nothing
                        """)
                .param("run", run)
                .param("step", step)
                .param("fingerprints", Sql.texts(found, Found::fingerprint))
                .param("types", Sql.texts(found, one -> one.type().name()))
                .param("sides", Sql.texts(found, one -> one.side().key()))
                .param("customers", Sql.texts(found, Found::customer))
                .param("subjects", Sql.texts(found, Found::providerCustomer))
                .param("details", Sql.texts(found, Found::detail))
                .param("amounts", Sql.numbers(found, one -> amount(one.money())))
                .param("currencies", Sql.texts(found, one -> currency(one.money())))
                .param("unknown", Sql.texts(found, one -> Boolean.toString(one.money() instanceof AtRisk.Unknown)))
                .param("repaired", Sql.texts(found, one -> Boolean.toString(one.repaired())))
                .param(
                        "causes",
                        Sql.texts(
                                found,
                                one -> one.cause() == null ? null : one.cause().name()))
                .param("evidence", Sql.texts(found, one -> json.writeValueAsString(one.evidence())))
                .update();
    }

    private static @Nullable Long amount(AtRisk money) {
        return money instanceof AtRisk.Known known ? Long.valueOf(known.amount()) : null;
    }

    private static @Nullable String currency(AtRisk money) {
        return money instanceof AtRisk.Known known ? known.currency() : null;
    }
}
