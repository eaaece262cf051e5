package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A month's pack of very many lines, hostile ones: how long it takes to make, to prove and to take away in each form, how many bytes
 * that is, and what the server's heap holds meanwhile. Counted as it comes, never held.
 */
final class Packing {
    /** What a spreadsheet would take for a formula, and what would be another line or cell. */
    private static final String HOSTILE = "E'=cmd|\\'/c calc\\'!A1,\"q\"\\r\\nline \\t\\u202Eright to left ' || n";
    /** Each tenth is worth more. */
    private static final int MATERIAL = 50_000;

    private final int lines;
    private final Path folder;
    private final Postgres postgres;
    private final YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    Packing(int lines, Path folder, Postgres postgres) {
        this.lines = lines;
        this.folder = folder;
        this.postgres = postgres;
    }

    /** @param rows of the largest table, without its header, where they were counted */
    private record Read(long bytes, long rows, int files) {}

    void play() {
        Report.say("%n== A pack of %,d lines", lines);
        try (var jar = ReconciledJar.startAlone(folder, postgres)) {
            told(jar);
            jar.change("vacuum analyze");
            postgres.checkpoint();
            Report.say("  idle before %d %%", Machine.awaitQuiet());
            String path = "/v1/periods/" + month;
            measured(jar, "prepared", () -> {
                jar.post(path + "/prepare", "{\"reason\": \"a benchmark\"}");
                return new Read(0, jar.number("select count(*) from period_pack_item"), 0);
            });
            measured(jar, "verified", () -> {
                if (!jar.post(path + "/verify", "{}").contains("\"valid\":true")) {
                    throw new IllegalStateException("It does not verify");
                }
                return new Read(0, lines, 0);
            });
            taken(jar, "json", Packing::counted);
            taken(jar, "csv", Packing::counted);
            taken(jar, "zip", Packing::unpacked);
            taken(jar, "xlsx", this::opened);
            Report.say("  RSS %d MB at most", jar.server().mostMemory());
        }
    }

    private void taken(ReconciledJar jar, String form, Function<InputStream, Read> reader) {
        measured(jar, form, () -> jar.read("/v1/periods/" + month + "/pack." + form, reader));
    }

    private interface Work {
        Read done();
    }

    private static void measured(ReconciledJar jar, String what, Work work) {
        long began = System.nanoTime();
        Read read;
        long most;
        long live;
        try (var heap = new HeapWatch(jar)) {
            read = work.done();
            most = heap.mostMegabytes();
            live = heap.liveMegabytes();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Report.say(
                "  %-9s %6.1f s  %,7.1f MB  %,d rows%s  heap %d MB at most, %d MB live",
                what,
                seconds,
                read.bytes() / 1e6,
                read.rows(),
                read.files() == 0 ? "" : " in " + read.files() + " files",
                most,
                live);
    }

    /** One run of the month that told of all of them, half of which are fixed. */
    private void told(ReconciledJar jar) {
        jar.change("""
                insert into reconciliation (provider, account, mode, cause, business_date, status, requested_by, requested_key,
                                            reason, started_at, ended_at)
                values ('stripe', 'default', 'report', 'demand', date '%s', 'COMPLETED', 'a benchmark', 'x', 'x',
                        clock_timestamp(), clock_timestamp())
                """.formatted(month.atEndOfMonth()));
        jar.change("""
                insert into break (type, fingerprint, provider, account, provider_customer, detail, amount, currency, resolved_at)
                select 'PLAN_MISMATCH', 'PACKED:' || n, 'stripe', 'default', '+1' || n, %s,
                       case when n %% 10 = 0 then %d + n %% 1000 else n %% 1000 end, 'EUR',
                       case when n %% 2 = 0 then clock_timestamp() end
                from generate_series(1, %d) n
                """.formatted(HOSTILE, MATERIAL, lines));
        jar.change("""
                insert into break_told (run, break, type, severity, side, provider_customer, detail, opened_at, age_days, entered,
                                        left_as, amount, currency)
                select 1, id, type, 'low', 'neutral', provider_customer, detail, opened_at, 0, 'new',
                       case when resolved_at is not null then 'fixed' end, amount, currency
                from break where fingerprint like 'PACKED:%'
                """);
        jar.change("""
                insert into reconciliation_report (run, provider, account, cut, content_sha256, format)
                values (1, 'stripe', 'default', clock_timestamp(), repeat('a', 64), 2);
                insert into reconciliation_report_line (run, section, line, cells)
                values (1, 'summary', 0, '["material.EUR", %d]');
                insert into reconciliation_report_line (run, section, line, cells)
                select 1, 'roll-forward', 0, jsonb_build_array('EUR', 'closing', count(*), sum(amount))
                from break_told where left_as is null;
                insert into reconciliation_report_line (run, section, line, cells)
                select 1, 'promotions', n - 1, jsonb_build_array('try', 'cus_' || n, 'sso', now(), now(), 'x', null, 'x', n, 'EUR')
                from generate_series(1, %d) n
                """.formatted(MATERIAL, lines / 10));
    }

    private static Read counted(InputStream in) {
        try {
            return new Counter(false).add(in).read(0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The bytes are those that came; the rows those of what was in it. */
    private static Read unpacked(InputStream in) {
        var packed = new Counter(false);
        int files = 0;
        long most = 0;
        try (var zip = new ZipInputStream(packed.counting(in))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                most = Math.max(most, new Counter(false).add(zip).rows);
                files++;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new Read(packed.bytes, most, files);
    }

    /** By the table at its end, as spreadsheets read it: what stands before each entry of it does not say how long that is. */
    private Read opened(InputStream in) {
        try {
            Path file = folder.resolve("pack.xlsx");
            long bytes = Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            long rows = 0;
            int files = 0;
            try (var zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    try (InputStream sheet = zip.getInputStream(entry)) {
                        rows += new Counter(true).add(sheet).rows;
                    }
                    files++;
                }
            }
            Files.delete(file);
            return new Read(bytes, rows, files);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Bytes, and what ends a row of a table, in whichever form: a line outside of quotes, or {@code </row>}. */
    private static final class Counter {
        private static final byte[] ROW = {'<', '/', 'r', 'o', 'w', '>'};
        private final boolean xml;
        private long bytes;
        private long rows;
        private boolean quoted;
        private int matched;

        Counter(boolean xml) {
            this.xml = xml;
        }

        Counter add(InputStream in) throws IOException {
            byte[] some = new byte[1 << 16];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                bytes += n;
                for (int i = 0; i < n; i++) {
                    count(some[i]);
                }
            }
            return this;
        }

        private void count(byte one) {
            if (!xml) {
                quoted = quoted != (one == '"');
                rows += one == '\n' && !quoted ? 1 : 0;
                return;
            }
            matched = one == ROW[matched] ? matched + 1 : (one == ROW[0] ? 1 : 0);
            if (matched == ROW.length) {
                rows++;
                matched = 0;
            }
        }

        Read read(int files) {
            return new Read(bytes, rows, files);
        }

        InputStream counting(InputStream in) {
            return new java.io.FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int one = super.read();
                    bytes += one < 0 ? 0 : 1;
                    return one;
                }

                @Override
                public int read(byte[] into, int from, int most) throws IOException {
                    int n = super.read(into, from, most);
                    bytes += Math.max(0, n);
                    return n;
                }
            };
        }
    }
}
