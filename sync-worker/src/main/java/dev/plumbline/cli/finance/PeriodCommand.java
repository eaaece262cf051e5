package dev.plumbline.cli.finance;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about finance's months. */
@Command(
        name = "period",
        description = {
            "Finance's months: prepared by one person, reviewed and locked by another, reopened by two.",
            "Takes a key with the scope finance; of a person, what their roles let them."
        })
public final class PeriodCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private PeriodCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new PeriodCommand())
                .addSubcommand(new ShowPeriod(shell))
                .addSubcommand("prepare", new TakeStep(shell, "prepare"))
                .addSubcommand("review", new TakeStep(shell, "review"), "sign")
                .addSubcommand("lock", new TakeStep(shell, "lock"))
                .addSubcommand("reopen", new TakeStep(shell, "reopen"))
                .addSubcommand(new ExportPack(shell))
                .addSubcommand(new VerifyPack(shell));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about periods");
    }
}
