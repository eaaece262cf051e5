package dev.plumbline.benchmarks.floor;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The least that compares two sides: COPY of both, then one full join over a number that stands for what a row says. */
public final class JoinedSides {
    private static final int ROWS_AT_ONCE = 10_000;

    private JoinedSides() {}

    /**
     * What it took.
     *
     * @param differing how many rows were found to differ
     */
    public record Took(Duration copies, Duration join, long differing) {
        public Duration all() {
            return copies.plus(join);
        }
    }

    /** @param drifted every so many-th row differs */
    public static Took compare(Connection connection, int rows, int drifted) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists theirs; drop table if exists ours");
            for (String side : new String[] {"theirs", "ours"}) {
                statement.execute("create unlogged table " + side
                        + " (customer text, subscription text, digest bigint, live boolean, amount numeric,"
                        + " currency text)");
            }
            List<byte[]> theirs = text(rows, number -> row(number, number));
            List<byte[]> ours = text(rows, number -> row(number, number % drifted == 0 ? -number : number));
            long began = System.nanoTime();
            copy(connection, "theirs", theirs);
            copy(connection, "ours", ours);
            long copied = System.nanoTime();
            statement.execute("set work_mem = '256MB'");
            try (var found = statement.executeQuery("""
                    select count(*) from theirs t full outer join ours o using (customer, subscription)
                    where t.digest is distinct from o.digest or t.live is distinct from o.live or t.amount is distinct from o.amount
                       or t.currency is distinct from o.currency
                    """)) {
                found.next();
                return new Took(
                        Duration.ofNanos(copied - began),
                        Duration.ofNanos(System.nanoTime() - copied),
                        found.getLong(1));
            }
        }
    }

    private static String row(int number, long differs) {
        return "cus_%08d\tsub_%016x\t%d\tt\t11400\tEUR\n".formatted(number, number * 7_919L, differs * 31 + 7);
    }

    /** Made beforehand: its making is no part of what COPY takes. */
    private static List<byte[]> text(int rows, IntFunction<String> row) {
        var all = new ArrayList<byte[]>();
        var some = new StringBuilder();
        for (int number = 0; number < rows; number++) {
            some.append(row.apply(number));
            if ((number + 1) % ROWS_AT_ONCE == 0 || number + 1 == rows) {
                all.add(some.toString().getBytes(StandardCharsets.UTF_8));
                some.setLength(0);
            }
        }
        return all;
    }

    private static void copy(Connection connection, String into, List<byte[]> text) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
        for (byte[] some : text) {
            copy.writeToCopy(some, 0, some.length);
        }
        copy.endCopy();
    }
}
