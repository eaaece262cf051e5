package dev.plumbline.cli.people;

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

/** Somebody left. */
@Command(
        name = "disable",
        description = "Let somebody log in no more: their sessions end and their keys rest. Nothing they did is lost.")
final class DisableUser implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "LOGIN", description = "As user list shows it.")
    private String login = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private String reason = "";

    DisableUser(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode disabled = shell.server()
                .ask(Call.post("/v1/users/{}/disable", login).json(Map.of("reason", reason)))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(disabled);
        } else {
            shell.terminal().line(Paint.good("disabled: "), login);
        }
        return Exit.OK;
    }
}
