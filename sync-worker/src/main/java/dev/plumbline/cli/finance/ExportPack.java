package dev.plumbline.cli.finance;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pack as a file. */
@Command(
        name = "export",
        description = {
            "The pack of a month as a file: xlsx, json, zip (a CSV file for each part), or csv with --section.",
            "Of a zip, cat *.csv | sha256sum is the hash that was signed."
        })
final class ExportPack implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** What it can be written as. */
    enum Format {
        xlsx,
        json,
        zip,
        csv
    }

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "MONTH", description = "Such as 2026-11.")
    private String month = "";

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "xlsx", description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.xlsx;

    @Option(names = "--section", paramLabel = "PART", description = "Of csv: which part; the items when left out.")
    private @Nullable String section;

    @Option(names = "--version", paramLabel = "N", description = "An earlier pack; the one in force when left out.")
    private @Nullable Integer version;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: period-MONTH.FORMAT here.")
    private @Nullable Path out;

    ExportPack(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path file = out == null ? Path.of("period-" + month + "." + format) : out;
        byte[] pack = shell.server()
                .ask(Call.get("/v1/periods/{}/pack." + format, month)
                        .with("section", format == Format.csv ? section : null)
                        .with("version", version)
                        .within(LONG))
                .bytes();
        try {
            Files.write(file, pack);
        } catch (IOException failure) {
            throw Failure.of("Cannot write " + file, "Name another file with --out");
        }
        shell.terminal().remark("written: ", file);
        return Exit.OK;
    }
}
