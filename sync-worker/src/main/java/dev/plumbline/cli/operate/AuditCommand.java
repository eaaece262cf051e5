package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the audit. */
@Command(name = "audit", description = "Who did what, and whether that is still what was written: verify.")
public final class AuditCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private AuditCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new AuditCommand()).addSubcommand(new VerifyAudit(shell));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about the audit");
    }
}
