package dev.stela.tools;

import dev.stela.Change;
import dev.stela.StoreFollower;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stela follow}: lists changes as they come. */
@Command(
    name = "follow",
    description = {
      "Lists changes to all entities as they come, until it is interrupted. Works beside a program"
          + " that writes to the store, and while there is none.",
      "To go on later, give --from the last LSN listed plus one; after a crash of this command, the"
          + " last LSN itself, since its commit may have been listed in part."
    })
final class FollowCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private static final int MAX_SECONDS = 1_000_000_000;

  /** Longer than a follower takes to find out that a writer has gone. */
  private static final Duration IDLE = Duration.ofMillis(100);

  @Mixin private StoreParameter store;

  @Option(
      names = "--from",
      paramLabel = "LSN",
      description = "The first LSN to list; by default the next one to come.")
  private Long from;

  @Option(names = "--until-idle", description = "End when all there is has been listed.")
  private boolean untilIdle;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "End when no change has come for so long.")
  private Double timeout;

  @Mixin private ChangeFormat format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Duration patience = patience();
    Stores.requireStore(store.path);
    PrintWriter out = spec.commandLine().getOut();
    try (StoreFollower follower = open();
        InterruptedEnd end = new InterruptedEnd()) {
      for (Optional<Change> next = follower.poll(patience);
          next.isPresent() && !out.checkError();
          next = follower.poll(patience)) {
        Change change = next.get();
        end.print(() -> print(out, change));
      }
      return ExitCode.OK;
    }
  }

  private StoreFollower open() {
    return from == null ? StoreFollower.open(store.path) : StoreFollower.open(store.path, from - 1);
  }

  private Duration patience() {
    if (from != null && from < 1) {
      throw new ParameterException(spec.commandLine(), "--from has to be at least 1.");
    }
    if (timeout != null && !(timeout >= 0 && timeout <= MAX_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(), "--timeout has to be 0 to " + MAX_SECONDS + " seconds.");
    }
    if (untilIdle) {
      return IDLE;
    }
    return timeout == null ? FOREVER : Duration.ofMillis(Math.round(timeout * 1_000));
  }

  /** Flushed each time: whoever reads a pipe wants it now. */
  private void print(PrintWriter out, Change change) {
    format.print(out, change);
    out.flush();
  }
}
