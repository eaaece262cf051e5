package dev.plumbline.cli;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What is true of every command. */
@Command(
        name = "plumbline",
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps what customers pay for and what customers can use in line.",
        footer = {
            "",
            "./plumbline demo starts the product with a demo company, ./plumbline run with your settings.",
            "The server that is asked: PLUMBLINE_URL (default http://localhost:8080) with PLUMBLINE_API_KEY.",
            "Exit: 0 all right, 1 an error, 2 changes or breaks to look at, 3 not understood."
        })
final class RootCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    RootCommand(Shell shell) {
        this.shell = shell;
    }

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer in JSON, for programs.")
    void json(boolean wanted) {
        shell.terminal().json(wanted);
    }

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Only the answer, no remarks.")
    void quiet(boolean wanted) {
        shell.terminal().quiet(wanted);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show how it is used.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option itself
    private boolean help;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }
}
