package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** May this customer use this feature, and how much? */
@Command(
        name = "check",
        description = "May this customer use this feature, and how much? A denial is an answer: exit 0.")
public final class Check implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Our key of the customer.")
    private String customer = "";

    @Parameters(index = "1", paramLabel = "FEATURE", description = "A feature of the catalog.")
    private String feature = "";

    @Option(names = "--at", paramLabel = "INSTANT", description = "When, past or future. Default: now.")
    private @Nullable Instant at;

    @Option(names = "--user", paramLabel = "USER", description = "A user of the customer.")
    private @Nullable String user;

    @Option(names = "--country", paramLabel = "COUNTRY", description = "The country it is used in, such as FI.")
    private @Nullable String country;

    @Option(names = "--strict", description = "Ask the database, not the cache.")
    private boolean strict;

    public Check(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode answer = shell.server()
                .ask(Call.get("/v1/customers/{}/entitlements/{}", customer, feature)
                        .with("at", at)
                        .with("user", user)
                        .with("country", country)
                        .with("consistency", strict ? "strict" : null))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(answer);
        } else {
            shell.terminal().line(Answers.line(answer));
        }
        return Exit.OK;
    }
}
