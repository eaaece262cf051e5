package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Earlier than agreed. */
@Command(name = "end", description = "End an override now.")
final class EndOverride implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ID", description = "As override list shows it.")
    private String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private String reason = "";

    EndOverride(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode ended = shell.server()
                .ask(Call.post("/v1/overrides/{}/end", id).json(Map.of("reason", reason)))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(ended);
        } else {
            shell.terminal().line(Paint.good("ended: "), id);
        }
        return Exit.OK;
    }
}
