package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Is everything in place? Says for each thing that is not how to mend it. */
@Command(
        name = "doctor",
        description = {
            "Is everything in place? Says how to mend what is not.",
            "Looks at connection, clock, readiness, database, key, secrets, mappings and breaks. Exit 1 when something is"
                    + " wrong, 2 when something should be looked at."
        })
public final class Doctor implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shell shell;

    public Doctor(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var findings = new ArrayList<>(new ServerLook(shell).findings());
        findings.addAll(DatabaseLook.findings(shell));
        findings.addAll(accounts());
        if (shell.terminal().wantsJson()) {
            json(findings);
        } else {
            findings.forEach(this::show);
        }
        return exit(findings);
    }

    private static int exit(List<Finding> findings) {
        if (findings.stream().anyMatch(one -> one.health() == Finding.Health.BAD)) {
            return Exit.ERROR;
        }
        return findings.stream().anyMatch(one -> one.health() == Finding.Health.ODD) ? Exit.FOUND : Exit.OK;
    }

    /** By the variables of this terminal, which on a server's machine are the server's. */
    private List<Finding> accounts() {
        var findings = new ArrayList<Finding>();
        for (LocalAccount account : LocalAccount.all(shell, "stripe")) {
            String key = LocalAccount.variable(account.provider(), account.name(), "API_KEY");
            String secrets = LocalAccount.variable(account.provider(), account.name(), "WEBHOOK_SECRETS");
            if (!account.hasKey()) {
                findings.add(Finding.bad(account.toString(), "it has settings but no API key", "Set " + key));
            } else if (account.secrets().isEmpty()) {
                findings.add(Finding.odd(
                        account.toString(), "it has no webhook secret, so no webhooks are taken", "Set " + secrets));
            } else {
                findings.add(Finding.good(
                        account.toString(),
                        (account.live() ? "live" : "test") + " key and "
                                + account.secrets().size() + " webhook secret(s) are set"));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.good(
                    "accounts", "none is set in this environment; on the server's machine its own are checked"));
        }
        return findings;
    }

    private void show(Finding finding) {
        Object[] line =
                switch (finding.health()) {
                    case GOOD -> new Object[] {Paint.good("ok    "), finding.area(), ": ", finding.what()};
                    case ODD -> new Object[] {Paint.warn("look  "), finding.area(), ": ", finding.what()};
                    case BAD -> new Object[] {Paint.bad("wrong "), finding.area(), ": ", finding.what()};
                };
        shell.terminal().line(line);
        if (finding.mend() != null) {
            shell.terminal().line("      mend: ", finding.mend());
        }
    }

    private void json(List<Finding> findings) {
        ArrayNode all = JSON.createArrayNode();
        findings.forEach(one -> all.addObject()
                .put("health", one.health().name().toLowerCase(Locale.ROOT))
                .put("area", one.area())
                .put("what", one.what())
                .put("mend", one.mend()));
        shell.terminal().json(all);
    }
}
