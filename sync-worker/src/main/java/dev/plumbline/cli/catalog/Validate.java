package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.entitlement.model.CatalogLock;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.model.file.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "Check a catalog file, offline: its form, its meaning, and with a lock file that published versions are"
                    + " unchanged. A catalog.lock beside the file is used by itself."
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

    /** @param line 0 when it has no place in the file */
    private record Wrong(String code, String message, String pointer, int line, int column) {
        static Wrong of(Problem problem) {
            return new Wrong(problem.code(), problem.message(), problem.pointer(), problem.line(), problem.column());
        }
    }

    @Override
    public Integer call() {
        String name = file != null ? file : usualFile();
        return switch (CatalogFile.read(SourceFile.read(name))) {
            case CatalogFile.Valid(var model) -> {
                List<Wrong> broken = broken(name, model);
                yield broken.isEmpty() ? valid(name, model) : wrong(name, broken);
            }
            case CatalogFile.Invalid(var problems) ->
                wrong(name, problems.stream().map(Wrong::of).toList());
        };
    }

    private String usualFile() {
        String set = shell.variable("PLUMBLINE_CATALOG");
        return set == null || set.startsWith("classpath:") ? "catalog.yaml" : set;
    }

    private List<Wrong> broken(String name, Model model) {
        Path beside = Locks.beside(name);
        Path used = lock != null ? lock : beside;
        if (used == null || (lock == null && !Files.exists(used))) {
            return List.of();
        }
        var broken = new ArrayList<Wrong>();
        for (String ref : Locks.read(used).brokenBy(CatalogLock.of(model))) {
            broken.add(new Wrong("FROZEN_VERSION_CHANGED", Locks.brokenBecause(ref, used), "", 0, 0));
        }
        return broken;
    }

    private int valid(String name, Model model) {
        if (shell.terminal().wantsJson()) {
            shell.terminal()
                    .json(JSON.createObjectNode()
                            .put("valid", true)
                            .put("features", model.features().size())
                            .put("plans", model.plans().size()));
        } else {
            shell.terminal()
                    .remark(
                            Paint.good("valid: "),
                            name,
                            ", ",
                            model.features().size(),
                            " features, ",
                            model.plans().size(),
                            " plans");
        }
        return Exit.OK;
    }

    private int wrong(String name, List<Wrong> problems) {
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
        for (Wrong problem : problems) {
            String place = problem.line() > 0 ? ":" + problem.line() + ":" + problem.column() : "";
            shell.terminal()
                    .line(Paint.strong(name + place + ": "), problem.message(), Paint.faint(" (" + problem.code() + ")"));
        }
        return shell.failed(Failure.of(
                name + " has " + problems.size() + (problems.size() == 1 ? " problem" : " problems"),
                "Correct what is named above, and run it again"));
    }
}
