package dev.plumbline.entitlement.check.customers;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * 30,000 customers, enough for the planner to prefer an index: {@code c00001} to {@code c30000}. Nearly all are on team@2 and active; each
 * thousandth is on team@1, each 500th past due. Half have an address, each
 * 2,000th at a domain of its own (what is hashed is {@code few}, of the others {@code many}). The last 3,000 are on solo@1; those before them are in their trial, so that the two never
 * meet.
 */
public final class ManyCustomers {
    public static final int MANY = 30_000;

    private ManyCustomers() {}

    public static void plant(JdbcClient jdbc) {
        sql(jdbc, """
                insert into customer (key, name, billing_name, billing_country)
                select 'c' || lpad(i::text, 5, '0'), case when i % 3 = 0 then 'Said ' || md5(i::text) end, 'Billed ' || md5((-i)::text),
                       case when i % 2500 = 0 then 'SE' else 'FI' end
                from generate_series(1, :many) i
                """);
        sql(jdbc, """
                insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                select 'stripe', 'default', 'cus_' || i, 'c' || lpad(i::text, 5, '0'), 'a test' from generate_series(1, :many) i
                """);
        sql(jdbc, """
                insert into billing_pin (provider, account, provider_customer, kept)
                select 'stripe', 'default', 'cus_' || i, jsonb_build_object('standings', '[]'::jsonb, 'moves', '[]'::jsonb, 'items',
                    jsonb_build_array(jsonb_build_object('subscription', 'sub_1', 'item', 'si_1', 'binding', jsonb_build_object(
                        'kind', 'plan', 'price', 'price_1', 'plan', case when i > 27000 then '{"key": "solo", "version": 1}'::jsonb
                                                                         when i % 1000 = 0 then '{"key": "team", "version": 1}'
                                                                         else '{"key": "team", "version": 2}' end))))
                from generate_series(1, :many) i
                """);
        sql(jdbc, """
                insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                select 'stripe', 'default', 'cus_' || i, jsonb_build_object('subscriptions', jsonb_build_array(jsonb_build_object(
                    'id', 'sub_1', 'startedAt', '2026-01-01T00:00:00Z', 'items', '[{"id": "si_1"}]'::jsonb,
                    'status', case when i % 500 = 0 then 'PAST_DUE' when i between 24000 and 27000 then 'TRIALING' else 'ACTIVE' end))),
                    now()
                from generate_series(1, :many) i
                """);
        sql(jdbc, """
                update billing_snapshot s
                set email_domain_hash = sha256(case when n.i % 2000 = 0 then 'few'::bytea else 'many'::bytea end)
                from generate_series(1, :many) n (i)
                where s.provider_customer = 'cus_' || n.i and n.i % 2 = 0
                """);
        jdbc.sql("vacuum analyze customer, customer_link, billing_pin, billing_snapshot")
                .update();
    }

    private static void sql(JdbcClient jdbc, String sql) {
        jdbc.sql(sql).param("many", MANY).update();
    }
}
