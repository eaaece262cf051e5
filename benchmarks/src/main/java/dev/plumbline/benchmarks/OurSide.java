package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Subscription;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What passes over all customers of an account would have left in our tables, copied there. Nobody is resolved yet. */
final class OurSide {
    private static final int ROWS_AT_ONCE = 2_000;

    private final LargeAccount account;

    OurSide(LargeAccount account) {
        this.account = account;
    }

    void copyInto(Postgres postgres, String database) {
        try (Connection connection = postgres.connect(database)) {
            copy(
                    connection,
                    "customer (key, billing_name, billing_country)",
                    one -> one.customer() + "\t" + name(one) + "\t" + LargeAccount.COUNTRY);
            copy(
                    connection,
                    "customer_link (provider, account, provider_customer, customer_key, linked_by)",
                    one -> "stripe\tdefault\t" + one.customer() + "\t" + one.customer() + "\tplumbline");
            copy(
                    connection,
                    "subject (provider, account, kind, id, applied_at)",
                    one -> "stripe\tdefault\tcustomer\t" + one.customer() + "\t2026-11-01T00:00:00Z");
            copy(
                    connection,
                    "billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)",
                    one -> "stripe\tdefault\t" + one.customer() + "\t" + StoredJson.write(snapshot(one))
                            + "\t2026-11-01T00:00:00Z");
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("Our side was not copied", failure);
        }
        postgres.run(database, "vacuum analyze");
    }

    private void copy(Connection connection, String into, Function<Subscription, String> row)
            throws SQLException, IOException {
        CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
        var text = new StringBuilder();
        List<Subscription> some = account.stripe()
                .reading()
                .subscriptions()
                .all()
                .limit(ROWS_AT_ONCE)
                .toList();
        while (!some.isEmpty()) {
            some.forEach(one -> text.append(row.apply(one)).append('\n'));
            byte[] bytes = text.toString().getBytes(UTF_8);
            in.writeToCopy(bytes, 0, bytes.length);
            text.setLength(0);
            some = account.after(some.getLast(), ROWS_AT_ONCE);
        }
        in.endCopy();
    }

    private static String name(Subscription one) {
        return "Customer " + Integer.parseInt(one.customer().substring("cus_".length()));
    }

    private static BillingSnapshot snapshot(Subscription one) {
        return new BillingSnapshot(
                new SubjectRef("stripe", "default", one.customer()),
                false,
                name(one),
                LargeAccount.COUNTRY,
                List.of(new BillingSnapshot.Subscription(
                        one.id(),
                        BillingStatus.ACTIVE,
                        one.status(),
                        one.created(),
                        one.startDate(),
                        null,
                        null,
                        one.billingCycleAnchor(),
                        one.currency().toUpperCase(Locale.ROOT),
                        false,
                        null,
                        one.items().stream().map(OurSide::item).toList())));
    }

    private static BillingSnapshot.Item item(Item item) {
        return new BillingSnapshot.Item(
                item.id(),
                item.created(),
                item.price().id(),
                item.price().lookupKey(),
                item.price().product(),
                item.quantity(),
                item.period().start(),
                item.period().end());
    }
}
