package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the model. */
@Command(name = "catalog", description = "The pricing model: check, plan, publish, show, pull.")
public final class CatalogCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    private CatalogCommand() {}

    public static CommandLine of(Shell shell) {
        return new CommandLine(new CatalogCommand())
                .addSubcommand(new Validate(shell))
                .addSubcommand(new Lock(shell))
                .addSubcommand(new Schema(shell))
                .addSubcommand(new Plan(shell))
                .addSubcommand(new Publish(shell))
                .addSubcommand(new ShowMatrix(shell))
                .addSubcommand(new Pull(shell));
    }

    /** The same as a plan, told by who loses most. */
    public static Callable<Integer> whatIf(Shell shell) {
        return new WhatIf(shell);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what about the catalog");
    }
}
