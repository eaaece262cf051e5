package dev.plumbline.cli.migration;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about moving customers between versions of a plan. */
@Command(
        name = "migration",
        description = "Customers moved between versions of a plan, in waves: list, create, preview, start, stop, …")
public final class MigrationCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private MigrationCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new MigrationCommand())
                .addSubcommand(new ListMigrations(shell))
                .addSubcommand(new CreateMigration(shell))
                .addSubcommand("preview", new AskMigration(shell, "preview"))
                .addSubcommand("start", new AskMigration(shell, "start"))
                .addSubcommand("stop", new AskMigration(shell, "stop"))
                .addSubcommand("resume", new AskMigration(shell, "resume"))
                .addSubcommand("undo", new AskMigration(shell, "undo"))
                .addSubcommand(new Outcomes(shell));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about migrations");
    }
}
