package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.benchmarks.machine.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * A company with a great many customers, copied into the tables as passes would have left them: a customer, its link, and what
 * Stripe said of it last. Nobody is resolved yet.
 */
final class Crowd {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final List<String> COUNTRIES = List.of("DK", "FI", "SE", "DE", "FR", "US", "GB", "NL");

    private final int size;

    Crowd(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    static String key(int number) {
        return "cus_%08d".formatted(number);
    }

    void copyInto(Postgres postgres, String database) {
        try (Connection connection = postgres.connect(database)) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copy(
                    copy,
                    "customer (key, billing_name, billing_country)",
                    number -> key(number) + "\tCustomer " + number + "\t" + country(number));
            copy(
                    copy,
                    "customer_link (provider, account, provider_customer, customer_key, linked_by)",
                    number -> "stripe\tdefault\t" + key(number) + "\t" + key(number) + "\tplumbline");
            copy(
                    copy,
                    "billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)",
                    number -> "stripe\tdefault\t" + key(number) + "\t" + snapshot(number) + "\t2026-11-01T00:00:00Z");
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("The customers were not copied", failure);
        }
        postgres.run(database, "vacuum analyze");
    }

    private void copy(CopyManager copy, String into, IntFunction<String> row) throws SQLException, IOException {
        var in = copy.copyIn("copy " + into + " from stdin");
        var rows = new StringBuilder();
        for (int number = 0; number < size; number++) {
            rows.append(row.apply(number)).append('\n');
            if ((number + 1) % ROWS_AT_ONCE == 0 || number + 1 == size) {
                byte[] bytes = rows.toString().getBytes(UTF_8);
                in.writeToCopy(bytes, 0, bytes.length);
                rows.setLength(0);
            }
        }
        in.endCopy();
    }

    private static String country(int number) {
        return COUNTRIES.get(number % COUNTRIES.size());
    }

    /** One subscription; a fifth with add-ons, a tenth ending some day, some late with their payment, some gone. */
    private static String snapshot(int number) {
        var random = new SplittableRandom(number);
        int dice = random.nextInt(100);
        String status = dice < 3 ? "PAST_DUE" : dice < 5 ? "CANCELED" : dice < 8 ? "TRIALING" : "ACTIVE";
        String bought = "2026-%02d-%02dT%02d:00:00Z"
                .formatted(1 + random.nextInt(10), 1 + random.nextInt(28), random.nextInt(24));
        String price = CrowdCatalog.PRICES.get(random.nextInt(CrowdCatalog.PRICES.size()));
        var items = new StringBuilder(item(0, bought, price, 1 + random.nextInt(40)));
        if (random.nextInt(5) == 0) {
            items.append(',').append(item(1, bought, CrowdCatalog.ADD_ON, 1 + random.nextInt(3)));
        }
        return """
                {"subject":{"provider":"stripe","account":"default","id":"%s"},"gone":false,"name":"Customer %d","country":"%s",\
                "subscriptions":[{"id":"sub_%d","status":"%s","providerStatus":"%s","createdAt":"%s","startedAt":"%s"%s%s%s,\
                "billingAnchor":"%s","currency":"EUR","collectionPaused":false,"items":[%s]}]}""".formatted(
                key(number),
                number,
                country(number),
                number,
                status,
                status.toLowerCase(Locale.ROOT),
                bought,
                bought,
                status.equals("CANCELED") || random.nextInt(10) == 0 ? ",\"endsAt\":\"2027-01-15T00:00:00Z\"" : "",
                status.equals("TRIALING") ? ",\"trialEndsAt\":\"2026-12-24T00:00:00Z\"" : "",
                status.equals("PAST_DUE") ? ",\"arrearsSince\":\"2026-11-10T00:00:00Z\"" : "",
                bought,
                items);
    }

    private static String item(int number, String bought, String price, int quantity) {
        return """
                {"id":"si_%d","createdAt":"%s","price":"price_%s","lookupKey":"%s","product":"prod_%s","quantity":%d,\
                "periodStart":"%s"}""".formatted(number, bought, price, price, price, quantity, bought);
    }
}
