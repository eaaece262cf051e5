package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Everybody. */
@Command(name = "list", description = "Who may log in, as what, and when they last did.")
final class ListUsers implements Callable<Integer> {
    private final Shell shell;

    ListUsers(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ArrayNode all = Pages.all(shell, "/v1/users", null);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(all);
            return Exit.OK;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("LOGIN", "NAME", "ROLES", "STATE", "BY", "LAST LOGIN"));
        all.forEach(one -> rows.add(List.of(
                one.path("login").asString(""),
                one.path("name").asString(""),
                one.path("roles").valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")),
                one.path("state").asString(""),
                one.path("logsInBy").asString(""),
                one.path("lastLoginAt").asString("never"))));
        shell.terminal().table(rows);
        return Exit.OK;
    }
}
