package dev.plumbline.entitlement.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes in by COPY is what comes out. */
class CopiedRowsTest {
    @Test
    @DisplayName(
            "F-61: numbers of any size and scale, times to the microsecond, texts and none come out as they went in")
    void takesWhatItIsGiven() {
        DataSource database = TestDatabase.fresh();
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("create table copied (n int generated always as identity, number numeric, at timestamptz, id uuid, word text)")
                .update();
        var random = new SplittableRandom(61);
        List<BigDecimal> numbers = new ArrayList<>(List.of(
                BigDecimal.ZERO,
                new BigDecimal("0.000"),
                BigDecimal.ONE,
                new BigDecimal("1E+3"),
                new BigDecimal("10000"),
                new BigDecimal("99999999.0001"),
                new BigDecimal("0.00010000"),
                new BigDecimal("999999999999999999.999999999999999999")));
        for (int i = 0; i < 500; i++) {
            numbers.add(BigDecimal.valueOf(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(60), random.nextInt(19)));
        }
        Instant at = Instant.parse("1999-12-31T23:59:59.000001Z");
        UUID id = new UUID(random.nextLong(), random.nextLong());
        var rows = new CopiedRows(16);
        for (int i = 0; i < numbers.size(); i++) {
            rows.row(4).of(numbers.get(i)).of(at.plusSeconds(i)).of(id).of(i % 2 == 0 ? "æøå\t\\" : null);
        }
        rows.into(database, "copy copied (number, at, id, word) from stdin (format binary)");
        List<BigDecimal> read = jdbc.sql("select number from copied order by n")
                .query((row, n) -> row.getBigDecimal(1))
                .list();
        assertThat(read).hasSameSizeAs(numbers);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(read.get(i)).isEqualByComparingTo(numbers.get(i));
        }
        assertThat(jdbc.sql("select count(*) from copied where id = ?::uuid and word = E'æøå\\t\\\\' and at = '1999-12-31T23:59:59.000001Z'::timestamptz + (n - 1) * interval '1 second'")
                        .param(id.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo((numbers.size() + 1) / 2);
    }
}
