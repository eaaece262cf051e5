package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Timeline;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts answers into the database as the writer path does: from facts, resolved. */
public final class Stored {
    public static final Instant BOUGHT = Instant.parse("2026-03-15T09:00:00Z");

    private final JdbcClient jdbc;
    private final Models models;

    public Stored(JdbcClient jdbc, Models models) {
        this.jdbc = jdbc;
        this.models = models;
    }

    /** On team@1 since {@link #BOUGHT}. */
    public static Facts onTeam(String customer, @Nullable String country, @Nullable Instant until) {
        var phase = new ManualPhase(
                "deal-1",
                until == null ? ManualPhase.Kind.EVERGREEN : ManualPhase.Kind.FIXED,
                new PlanRef("team", 1),
                "monthly",
                BOUGHT,
                until,
                BOUGHT,
                Map.of());
        return new Facts(new CustomerKey(customer), country, Map.of(), List.of(), List.of(phase), List.of(), List.of());
    }

    public static Facts ended(String customer) {
        return new Facts(new CustomerKey(customer), "FI", Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** The next version of the customer's answer; the customer is made if need be. */
    public long write(Facts facts) {
        return write(facts, Instant.now());
    }

    public long write(Facts facts, Instant recorded) {
        ModelRevision revision = models.newest().orElseThrow();
        Model model = revision.model();
        Timeline timeline = Resolver.resolve(model, facts);
        jdbc.sql("insert into customer (key, country) values (:key, :country) on conflict do nothing")
                .param("key", facts.customer().value())
                .param("country", facts.country(), Types.VARCHAR)
                .update();
        return jdbc.sql("""
                        with next as (
                            update customer set version = version + 1 where key = :key returning version
                        ), history as (
                            insert into entitlement_history
                                (customer_key, version, recorded, as_of, model_revision, resolver, timeline, facts, cause)
                            select :key, version, :recorded, :recorded, :revision, 1, :timeline::jsonb, :facts::jsonb, :cause::jsonb from next
                        ), told as (
                            insert into audit (recorded, actor, action, object_kind, object_ref, customer_key, reason, after, cause)
                            select :recorded, 'plumbline', 'entitlements.resolved', 'customer', :key, :key, 'a test says so',
                                   jsonb_build_object('version', version), :cause::jsonb from next
                        )
                        insert into entitlement (customer_key, version, recorded, as_of, model_revision, content_hash, timeline)
                        select :key, version, :recorded, :recorded, :revision, '\\x00', :timeline::jsonb from next
                        on conflict (customer_key) do update
                            set version = excluded.version, recorded = excluded.recorded, as_of = excluded.as_of,
                                model_revision = excluded.model_revision, timeline = excluded.timeline
                        returning version
                        """)
                .param("key", facts.customer().value())
                .param("recorded", recorded.atOffset(ZoneOffset.UTC))
                .param("revision", revision.revision())
                .param("timeline", StoredJson.write(timeline))
                .param("facts", StoredJson.write(facts))
                .param("cause", """
                        {"kind": "event", "actor": "plumbline", "subject": "stripe/default/cus_1", "events": ["evt_1"]}""")
                .query(Long.class)
                .single();
    }
}
