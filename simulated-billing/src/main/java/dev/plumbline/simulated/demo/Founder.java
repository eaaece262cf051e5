package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One of the customers the demo opens with.
 *
 * @param orders the lines of each subscription
 * @param situation what has become of it by now, and the number of days or hours that goes with it
 * @param still left alone by what happens later, so that guides and screenshots can rely on it
 */
record Founder(
        NewCustomer customer, int monthsAgo, List<List<Line>> orders, String situation, int since, boolean still) {

    static List<Founder> all() {
        try (InputStream roster = Founder.class.getResourceAsStream("harbor-customers.csv")) {
            if (roster == null) {
                throw new IllegalStateException("harbor-customers.csv is missing");
            }
            return new String(roster.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Founder::of)
                    .toList();
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(cannotRead);
        }
    }

    private static Founder of(String row) {
        String[] cells = row.split(";", -1);
        String[] situation = cells[6].split(":", 2);
        NewCustomer customer =
                NewCustomer.named(cells[1]).withId(cells[0]).at(cells[2]).in(cells[3].isEmpty() ? null : cells[3]);
        return new Founder(
                customer,
                Integer.parseInt(cells[4]),
                Arrays.stream(cells[5].split(" \\+ ", -1)).map(Founder::order).toList(),
                situation[0],
                situation.length == 2 ? Integer.parseInt(situation[1]) : 0,
                cells[7].equals("still"));
    }

    private static List<Line> order(String lines) {
        return Arrays.stream(lines.split(",", -1)).map(Founder::line).toList();
    }

    private static Line line(String text) {
        String[] parts = text.split("\\*", 2);
        if (parts[0].equals("invoices_metered")) {
            return Line.metered(parts[0]);
        }
        return parts.length == 2 ? Line.of(parts[0], Long.parseLong(parts[1])) : Line.of(parts[0]);
    }
}
