package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.entitlement.model.CatalogLock;
import dev.plumbline.entitlement.model.Caution;
import dev.plumbline.entitlement.model.Cautions;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Offline: the same check as at publish, for a hook or CI. */
@Command(
        name = "validate",
        description = {
            "Check a catalog file, offline: its form and its meaning.",
            "With a lock file also that published versions are unchanged; a catalog.lock beside the file is used by itself."
        })
final class Validate implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shell shell;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The catalog file, - for the standard input. Default: PLUMBLINE_CATALOG, else catalog.yaml.")
    private @Nullable String file;

    @Option(names = "--lock", paramLabel = "LOCK", description = "The lock file. Default: catalog.lock beside FILE.")
    private @Nullable Path lock;

    Validate(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String name = file != null ? file : usualFile();
        byte[] content = SourceFile.bytes(name);
        CatalogLock locked = locked(name);
        return switch (locked == null ? CatalogFile.read(content) : CatalogFile.readLocked(content, locked)) {
            case CatalogFile.Valid(var model) -> valid(name, model);
            case CatalogFile.Invalid(var problems) -> wrong(name, problems);
        };
    }

    private String usualFile() {
        String set = shell.variable("PLUMBLINE_CATALOG");
        return set == null || set.startsWith("classpath:") ? "catalog.yaml" : set;
    }

    /** Null when there is none and none was asked for. */
    private @Nullable CatalogLock locked(String name) {
        if (lock != null) {
            return Locks.read(lock);
        }
        Path beside = Locks.beside(name);
        return beside != null && Files.exists(beside) ? Locks.read(beside) : null;
    }

    private int valid(String name, Model model) {
        List<Caution> cautions = Cautions.of(model);
        if (shell.terminal().wantsJson()) {
            ObjectNode answer = JSON.createObjectNode()
                    .put("valid", true)
                    .put("features", model.features().size())
                    .put("plans", model.plans().size());
            ArrayNode shown = answer.putArray("cautions");
            cautions.forEach(caution -> shown.addObject()
                    .put("code", caution.code().name())
                    .put("ref", caution.ref())
                    .put("detail", caution.message()));
            shell.terminal().json(answer);
            return Exit.OK;
        }
        cautions.forEach(caution -> shell.terminal()
                .remark(Paint.warn("caution: "), caution.message(), Paint.faint(" (" + caution.code() + ")")));
        shell.terminal()
                .remark(
                        Paint.good("valid: "),
                        name,
                        ", ",
                        model.features().size(),
                        " features, ",
                        model.plans().size(),
                        " plans");
        return Exit.OK;
    }

    private int wrong(String name, List<Problem> problems) {
        if (shell.terminal().wantsJson()) {
            ObjectNode answer = JSON.createObjectNode().put("valid", false);
            ArrayNode errors = answer.putArray("errors");
            problems.forEach(problem -> errors.addObject()
                    .put("code", problem.code())
                    .put("detail", problem.message())
                    .put("pointer", problem.pointer())
                    .put("line", problem.line())
                    .put("column", problem.column()));
            shell.terminal().json(answer);
            return Exit.ERROR;
        }
        for (Problem problem : problems) {
            String place = problem.line() > 0 ? ":" + problem.line() + ":" + problem.column() : "";
            shell.terminal()
                    .line(
                            Paint.strong(name + place + ": "),
                            problem.message(),
                            Paint.faint(" (" + problem.code() + ")"));
        }
        return shell.failed(Failure.of(
                name + " has " + problems.size() + (problems.size() == 1 ? " problem" : " problems"),
                "Correct what is named above, and run it again"));
    }
}
