package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.entitlement.model.CatalogLock;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** After a publish: what is in the file now is frozen, and the lock says so to everybody who has the repository. */
@Command(
        name = "lock",
        description = {
            "Write the hash of every version in FILE to a lock file, after it was published; offline. Refuses when a"
                    + " version that is locked already was changed or is gone."
        })
final class Lock implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The catalog file as it was published.")
    private String file = "";

    @Option(names = "--lock", paramLabel = "LOCK", description = "The lock file. Default: catalog.lock beside FILE.")
    private @Nullable Path lock;

    Lock(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path target = lock != null ? lock : Locks.beside(file);
        if (target == null) {
            throw Failure.of("The standard input has no place beside it", "Say where the lock is: --lock catalog.lock");
        }
        Model model = model();
        CatalogLock before = Files.exists(target) ? Locks.read(target) : null;
        if (before != null) {
            refuseBreaches(before.check(model));
        }
        CatalogLock next = CatalogLock.of(model);
        if (next.equals(before)) {
            shell.terminal().remark(target, " says so already");
            return Exit.OK;
        }
        SourceFile.write(target, next.text());
        shell.terminal().remark(Paint.good("locked: "), next.hashes().size(), " versions in ", target, "; commit it");
        return Exit.OK;
    }

    private static void refuseBreaches(List<CatalogLock.Breach> breaches) {
        if (!breaches.isEmpty()) {
            throw Failure.of(
                    breaches.getFirst().message(),
                    "plumbline catalog validate names every place; a lock is not written anew to hide an edit");
        }
    }

    private Model model() {
        return switch (CatalogFile.read(SourceFile.bytes(file))) {
            case CatalogFile.Valid(var model) -> model;
            case CatalogFile.Invalid(var problems) ->
                throw Failure.of(
                        file + " is no valid catalog: " + problems.getFirst(),
                        "plumbline catalog validate says all of it");
        };
    }
}
