package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about what takes a second person. */
@Command(name = "approvals", description = "What waits for a second person: list, approve, refuse.")
public final class ApprovalsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private ApprovalsCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new ApprovalsCommand())
                .addSubcommand(new ListApprovals(shell))
                .addSubcommand("approve", new Decide(shell, "approve"))
                .addSubcommand("refuse", new Decide(shell, "reject"));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about approvals");
    }
}
