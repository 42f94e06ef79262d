package dev.regroup.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gathers the programs for tooling. Confined to one thread. */
@Command(
        name = "cli",
        header = "Regroup for tooling: the reducer on lines of JSON, and the way from one store to another.",
        synopsisSubcommandLabel = "reduce|import",
        subcommands = {Reduce.class, Import.class})
public final class Cli implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    /** Says what is missing: there is nothing to run without the name of a program. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a program: reduce or import.");
    }
}
