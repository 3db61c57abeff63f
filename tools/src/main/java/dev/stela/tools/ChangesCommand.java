package dev.stela.tools;

import dev.stela.ChangeFeed;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stela changes}: lists what happened to all entities. */
@Command(
    name = "changes",
    description = {
      "Lists what happened to all entities, in the order of the commits.",
      "To go on later, give --from the last LSN listed plus one. With --limit the last commit may"
          + " be listed in part: go on from its own LSN then.",
      "Of a store that is in use, 'stela follow STORE --from 1 --until-idle' lists the same."
    })
final class ChangesCommand implements Callable<Integer> {
  private static final int CHECK_EVERY = 1_000;

  @Mixin private StoreParameter store;

  @Option(
      names = "--from",
      paramLabel = "LSN",
      description = "The first LSN to list; the store's first by default.")
  private long from = 1;

  @Option(
      names = "--to",
      paramLabel = "LSN",
      description = "The last LSN to list; the store's last by default.")
  private Long to;

  @Option(names = "--limit", paramLabel = "N", description = "The first N changes only.")
  private long limit = Long.MAX_VALUE;

  @Mixin private ChangeFormat format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (from < 1 || limit < 1) {
      throw new ParameterException(spec.commandLine(), "--from and --limit have to be at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (EntityStore opened = Stores.openReadOnly(store.path);
        ChangeFeed feed = opened.changes(from - 1, to == null ? opened.lsn() : to)) {
      for (long i = 0; i < limit && feed.hasNext(); i++) {
        format.print(out, feed.next());
        if (i % CHECK_EVERY == 0 && out.checkError()) {
          // Whoever read it has enough.
          break;
        }
      }
      return ExitCode.OK;
    }
  }
}
