package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Because;
import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** As the second person: who asked for it cannot, with whatever key. */
@Command(
        description = {
            "Decide about what somebody else asked for. What is approved is done at once.",
            "Exit 0 when it was, 1 when it was approved and could not be done any more."
        })
final class Decide implements Callable<Integer> {
    private final Shell shell;
    private final String what;

    @Parameters(index = "0", paramLabel = "ID", description = "As approvals list shows it.")
    private String id = "";

    @Mixin
    private final Because because = new Because();

    Decide(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    @Override
    public Integer call() {
        JsonNode decided = shell.server()
                .ask(Call.post("/v1/approvals/{}/" + what, id).json(because.body()))
                .json();
        String state = decided.path("state").asString("");
        JsonNode outcome = decided.path("decided").path("outcome");
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(decided);
        } else if (state.equals("failed")) {
            shell.terminal().line(Paint.bad("failed: "), outcome.path("detail").asString(""));
        } else {
            shell.terminal()
                    .line(Paint.good(state + ": "), decided.path("title").asString(""));
        }
        return state.equals("failed") ? Exit.ERROR : Exit.OK;
    }
}
