package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about people who log in. */
@Command(name = "user", description = "Who may log in, and as what: add, list, disable. Takes an admin's key.")
public final class UserCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private UserCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new UserCommand())
                .addSubcommand(new AddUser(shell))
                .addSubcommand(new ListUsers(shell))
                .addSubcommand(new DisableUser(shell));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about users");
    }
}
