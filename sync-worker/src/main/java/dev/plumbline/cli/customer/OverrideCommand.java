package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about overrides. */
@Command(name = "override", description = "What people decided for one customer, for a while: add, list, end.")
public final class OverrideCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private OverrideCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new OverrideCommand())
                .addSubcommand(new AddOverride(shell))
                .addSubcommand(new ListOverrides(shell))
                .addSubcommand(new EndOverride(shell));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about overrides");
    }
}
