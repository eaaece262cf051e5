package dev.plumbline.cli;

import dev.plumbline.cli.catalog.CatalogCommand;
import dev.plumbline.cli.customer.Check;
import dev.plumbline.cli.customer.Explain;
import dev.plumbline.cli.customer.OverrideCommand;
import dev.plumbline.cli.customer.Upgrades;
import dev.plumbline.cli.finance.PeriodCommand;
import dev.plumbline.cli.migration.MigrationCommand;
import dev.plumbline.cli.operate.AuditCommand;
import dev.plumbline.cli.operate.Breaks;
import dev.plumbline.cli.operate.Doctor;
import dev.plumbline.cli.operate.Reconcile;
import dev.plumbline.cli.operate.Replay;
import dev.plumbline.cli.operate.Trigger;
import dev.plumbline.cli.people.ApprovalsCommand;
import dev.plumbline.cli.people.UserCommand;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/** The commands, and what is done with whatever a person types. */
public final class Cli {
    private static final int WIDTH = 100;

    private Cli() {}

    /** Whether these arguments are a command, as against the settings of a server. */
    public static boolean isFor(String... arguments) {
        if (arguments.length == 0) {
            return false;
        }
        String first = arguments[0];
        return !first.startsWith("-")
                || List.of("-h", "--help", "--json", "--quiet").contains(first);
    }

    /** Ends this process. */
    public static void main(String... arguments) {
        silenceLibraries();
        System.exit(run(shellOfThisProcess(), arguments));
    }

    /** They log for servers; here a person reads. */
    private static void silenceLibraries() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    @SuppressWarnings("SystemConsoleNull") // it is null for pipes with the console of java.base, the default from 25 on
    private static Shell shellOfThisProcess() {
        Console console = System.console();
        boolean people = console != null
                && console.isTerminal()
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        // A file or a pipe gets UTF-8 wherever it is written; a terminal what it understands.
        Charset outs = people ? System.out.charset() : StandardCharsets.UTF_8;
        Charset errs = people ? System.err.charset() : StandardCharsets.UTF_8;
        return new Shell(
                System.getenv(),
                new Terminal(
                        new PrintStream(new FileOutputStream(FileDescriptor.out), true, outs),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, errs),
                        people),
                InstantSource.system());
    }

    /** What to end with. */
    public static int run(Shell shell, String... arguments) {
        Terminal terminal = shell.terminal();
        return commands(shell)
                .setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()))
                .setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isForPeople() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((wrong, given) -> misunderstood(terminal, wrong))
                .setExecutionExceptionHandler((failure, command, result) -> failed(shell, failure))
                .execute(arguments);
    }

    static CommandLine commands(Shell shell) {
        return new CommandLine(new RootCommand(shell))
                .addSubcommand(CatalogCommand.of(shell))
                .addSubcommand(CatalogCommand.whatIf(shell))
                .addSubcommand(new Check(shell))
                .addSubcommand(new Explain(shell))
                .addSubcommand(new Upgrades(shell))
                .addSubcommand(OverrideCommand.of(shell))
                .addSubcommand(MigrationCommand.of(shell))
                .addSubcommand(new Trigger(shell))
                .addSubcommand(new Replay(shell))
                .addSubcommand(new Reconcile(shell))
                .addSubcommand(new Breaks(shell))
                .addSubcommand(PeriodCommand.of(shell))
                .addSubcommand(AuditCommand.of(shell))
                .addSubcommand(UserCommand.of(shell))
                .addSubcommand(ApprovalsCommand.of(shell))
                .addSubcommand(new Doctor(shell))
                .registerConverter(Instant.class, Cli::instant)
                .registerConverter(Duration.class, Cli::duration)
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Instant instant(String typed) {
        try {
            return Instant.parse(typed);
        } catch (DateTimeParseException notOne) {
            throw new TypeConversionException("\"" + typed + "\" is no instant such as 2026-12-01T06:00:00Z");
        }
    }

    private static Duration duration(String typed) {
        try {
            return Duration.parse(typed);
        } catch (DateTimeParseException notOne) {
            throw new TypeConversionException("\"" + typed + "\" is no duration such as PT10M");
        }
    }

    private static int misunderstood(Terminal terminal, CommandLine.ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String message = String.valueOf(wrong.getMessage());
        terminal.error("error: ", message);
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            terminal.error("mend: see ", command.getCommandSpec().qualifiedName(" "), " --help");
        }
        return Exit.USAGE;
    }

    private static int failed(Shell shell, Exception failure) throws Exception {
        if (failure instanceof Failure said) {
            return shell.failed(said);
        }
        throw failure;
    }
}
