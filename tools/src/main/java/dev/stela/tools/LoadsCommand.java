package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stela loads}: lists the bulk loads of a store, or forgets one. */
@Command(
    name = "loads",
    description = {
      "Lists how far the bulk loads of a store have come, those of 'stela import' too. A load that"
          + " is paused or interrupted can be gone on with: its next position says where."
    })
final class LoadsCommand implements Callable<Integer> {
  private static final String ROW = "%-11s %12s %12s %12s %10s %10s %10s %7s  %s%n";

  @Mixin private StoreParameter store;

  @Option(
      names = "--forget",
      paramLabel = "ID",
      description = "Forget this load, so that its name can be used again; its entities stay.")
  private String forget;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (forget != null) {
      try (EntityStore opened = Stores.openForWork(store.path)) {
        opened.forgetLoad(forget);
      }
      return ExitCode.OK;
    }
    List<LoadStatus> loads;
    try (EntityStore opened = Stores.openReadOnly(store.path)) {
      loads = opened.loads();
    }
    print(spec.commandLine().getOut(), loads);
    return ExitCode.OK;
  }

  private void print(PrintWriter out, List<LoadStatus> loads) {
    if (format.json) {
      Json.print(out, loads.stream().map(LoadsCommand::json).toList());
      return;
    }
    if (!loads.isEmpty()) {
      out.printf(
          ROW,
          "state",
          "next",
          "left",
          "indexed",
          "skipped",
          "rejected",
          "rate/s",
          "errors",
          "load");
    }
    for (LoadStatus load : loads) {
      out.printf(
          ROW,
          load.state().name().toLowerCase(Locale.ROOT),
          Text.count(load.nextPosition()),
          load.remaining() < 0 ? "-" : Text.count(load.remaining()),
          Text.count(load.indexed()),
          Text.count(load.skipped()),
          Text.count(load.rejected()),
          Text.count(Math.round(load.rate())),
          Text.count(load.errors()),
          Text.printable(load.id()));
      if (!load.lastError().isEmpty()) {
        out.println("  last error: " + Text.printable(load.lastError()));
      }
    }
  }

  private static Map<String, Object> json(LoadStatus load) {
    Map<String, Object> values = new LinkedHashMap<>(RecordValues.json(load));
    values.put("started", load.started().toString());
    values.put("updated", load.updated().toString());
    values.put("indexed", load.indexed());
    values.put("rate", Math.round(load.rate()));
    values.put("remaining", load.remaining());
    return values;
  }
}
