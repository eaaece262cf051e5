package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Also the way to the first admin of a new installation, with the key that it was started with. */
@Command(
        name = "add",
        description = {
            "Let somebody log in. The password is asked for, or read from the standard input: it goes into no command line.",
            "The first admin: set PLUMBLINE_API_KEY to the PLUMBLINE_BOOTSTRAP_KEY of the server."
        })
final class AddUser implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "LOGIN", description = "By which they and the audit know them.")
    private String login = "";

    @Option(
            names = "--role",
            required = true,
            split = ",",
            paramLabel = "ROLE",
            description =
                    "viewer, support, product, finance-preparer, finance-reviewer, operator or admin; several: a,b.")
    private List<String> roles = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "For others to read. Default: the login.")
    private @Nullable String name;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private String reason = "";

    AddUser(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = new LinkedHashMap<String, Object>();
        body.put("login", login);
        body.put("roles", roles);
        if (name != null) {
            body.put("name", name);
        }
        body.put("password", shell.secret("Password of " + login + ": "));
        body.put("reason", reason);
        JsonNode added = shell.server().ask(Call.post("/v1/users").json(body)).json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(added);
        } else {
            shell.terminal()
                    .line(Paint.good("added: "), added.path("login").asString(""), " as ", String.join(", ", roles));
        }
        return Exit.OK;
    }
}
