package dev.plumbline.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** F-77: a report with very many lines, hostile ones, taken away as CSV. Counted as it comes, never held. */
final class ExportedReport {
    /** What a spreadsheet would take for a formula, and what would be another line or cell. */
    private static final String HOSTILE = "E'=cmd|\\'/c calc\\'!A1,\"q\"\\r\\nline \\t\\u202Eright to left ' || n";

    private final ReconciledJar jar;

    ExportedReport(ReconciledJar jar) {
        this.jar = jar;
    }

    /** @param cells that a spreadsheet would run */
    record Read(long records, long bytes, long cells) {}

    void play(long run, int lines) {
        jar.change("""
                insert into break (type, fingerprint, provider, account, provider_customer, detail, resolved_at)
                select 'EVENT_MISSED', 'EXPORTED:' || n, 'stripe', 'default', '+1' || n, %s, clock_timestamp()
                from generate_series(1, %d) n
                """.formatted(HOSTILE, lines));
        jar.change("""
                insert into break_told (run, break, type, severity, side, provider_customer, detail, opened_at, age_days, entered,
                                        left_as, currency)
                select %d, id, type, 'low', 'neutral', provider_customer, detail, opened_at, 0, 'new', 'fixed', 'none'
                from break where fingerprint like 'EXPORTED:%%'
                """.formatted(run));
        long stored = jar.number("select count(*) from break_told where run = " + run);
        long began = System.nanoTime();
        Read read;
        long most;
        try (var heap = new HeapWatch(jar)) {
            read = jar.read("/v1/reconciliations/" + run + "/report.csv", ExportedReport::read);
            most = heap.mostMegabytes();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Report.say(
                "  exported: %,d lines, %,d MB in %.1f s (%,.0f lines/s), heap %d MB at most; %s",
                read.records() - 1,
                read.bytes() / 1_000_000,
                seconds,
                read.records() / seconds,
                most,
                read.records() - 1 == stored && read.cells() == 0
                        ? "as many as stored, no formula among them"
                        : "WRONG: %,d are stored, %,d cells are formulas".formatted(stored, read.cells()));
    }

    private static Read read(InputStream stream) {
        try (var in = new BufferedInputStream(stream, 1 << 16)) {
            long records = 0;
            long bytes = 0;
            long formulas = 0;
            boolean quoted = false;
            boolean atStart = true;
            for (int one = in.read(); one >= 0; one = in.read()) {
                bytes++;
                if (atStart && quoted) { // the first of a text; numbers have no quotes
                    formulas += "=+-@\t".indexOf(one) >= 0 ? 1 : 0;
                }
                atStart = atStart && one == '"' && !quoted;
                if (one == '"') {
                    quoted = !quoted;
                } else if (!quoted && (one == ',' || one == '\n')) {
                    records += one == '\n' ? 1 : 0;
                    atStart = true;
                }
            }
            return new Read(records, bytes, formulas);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
