package dev.regroup.examples;

import dev.regroup.examples.bench.Bench;
import dev.regroup.examples.cli.Cli;
import dev.regroup.examples.incident.Incident;
import dev.regroup.examples.nodes.NodeTables;
import dev.regroup.examples.orders.Orders;
import dev.regroup.examples.redis.CannotRun;
import dev.regroup.examples.redis.Shutdown;
import dev.regroup.model.InvalidConfiguration;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The entry point of the runnable jar. Exit codes: 0 it went well, 1 it did not, 2 wrong arguments, or this machine
 * cannot run it.
 */
@Command(
        name = "examples/run",
        description = "Runs Regroup against real redis-server processes on this machine, or its reducer alone.",
        synopsisSubcommandLabel = "incident|orders|nodes|bench|cli",
        subcommands = {Incident.class, Orders.class, NodeTables.class, Bench.class, Cli.class},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:it went well", "1:it did not", "2:wrong arguments, or this machine cannot run it"},
        footer = {
            "",
            "The nodes live in a temporary folder that is deleted in the end: in TMPDIR or else the system's, and if no"
                    + " program can be started from there (full, read-only, mounted with noexec), in your home folder."
        })
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say this and end.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean isHelpWanted;

    private Main() {}

    /**
     * Runs the named program and ends the process with its exit code.
     *
     * @param args the name of a program, then its options
     */
    public static void main(String[] args) {
        // Netty does not take "no logging" from slf4j for an answer and falls back to the JDK's, which writes to the
        // terminal.
        LogManager.getLogManager().reset();
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (Shutdown.hasBegun()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            boolean isUsersToSolve = failure instanceof CannotRun || failure instanceof InvalidConfiguration;
            if (!isUsersToSolve) {
                throw failure;
            }
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
        System.exit(line.execute(args));
    }

    /** Says what is missing: there is nothing to run without the name of a program. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a program: incident, orders, nodes, bench or cli.");
    }
}
