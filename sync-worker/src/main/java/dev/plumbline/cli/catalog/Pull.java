package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Reply;
import dev.plumbline.cli.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A first draft of a catalog from what is sold at a billing system. */
@Command(
        name = "pull",
        description =
                "Draft a catalog from what a billing account sells; beside a published one, only what it does not map"
                        + " yet. Publishes nothing.")
final class Pull implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "PROVIDER", description = "The billing system, such as stripe.")
    private String provider = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACCOUNT",
            defaultValue = "default",
            description = "The account, as Plumbline is configured with it. Default: ${DEFAULT-VALUE}.")
    private String account = "";

    @Option(names = "-o", paramLabel = "FILE", description = "Where to write it. Default: the standard output.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace FILE if it is there.")
    private boolean force;

    Pull(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (output != null && Files.exists(output) && !force) {
            throw Failure.of(output + " is there already", "Name another file, or say --force to replace it");
        }
        shell.terminal().remark("reading what ", provider, "/", account, " sells …");
        Reply reply = shell.server()
                .ask(Call.post("/v1/catalog/pull")
                        .json(Map.of("provider", provider, "account", account))
                        .within(Duration.ofMinutes(10)));
        if (output == null) {
            shell.terminal().file(reply.text());
        } else {
            SourceFile.write(output, reply.text());
        }
        String added = reply.header("Plumbline-Added-Prices").orElse("");
        if (added.equals("0")) {
            shell.terminal().remark("every price is mapped already");
        } else {
            shell.terminal()
                    .remark(
                            Paint.good("drafted: "),
                            added,
                            " prices to map; look for \"decide:\", then plumbline catalog plan");
        }
        return Exit.OK;
    }
}
