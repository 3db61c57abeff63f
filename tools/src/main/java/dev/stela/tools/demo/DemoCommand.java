package dev.stela.tools.demo;

import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.JsonOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stela demo}: loads the classes of the running JDK, with a kill half-way, and checks. */
@Command(
    name = "demo",
    description = {
      "Loads the classes of the running JDK into a store in a process that is killed half-way,"
          + " reopens the store, goes on with exactly the next class, checks every class, updates"
          + " some, reads their past, queries tags and searches texts now and then, and measures."
          + " Ends with 0 only if every check held."
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = {
        "Folder for the store: missing, empty or with the store of an earlier demo, which is"
            + " replaced. By default stela-demo-USER in the folder for temporary files."
      })
  private Path store;

  @Option(
      names = "--keep",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Keep the store, as is done by default, or delete it when every check held.")
  private boolean keep;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "0",
      description = "Load so many classes from all over the JDK, at least 100. By default all.")
  private int classes;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (classes != 0 && classes < DemoSize.LEAST_CLASSES) {
      throw new ParameterException(
          spec.commandLine(), "--classes must be at least " + DemoSize.LEAST_CLASSES);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter steps = format.json ? new PrintWriter(Writer.nullWriter()) : out;
    DemoFolder folder = DemoFolder.of(store);
    DemoReport report = new DemoRun(folder, DemoSize.of(classes), steps).run();
    if (format.json) {
      Json.print(out, report);
    } else {
      report.print(out);
    }
    if (report.allHeld() && !keep) {
      DemoFolder.delete(folder.store());
    }
    return report.allHeld() ? ExitCode.OK : ExitCode.DAMAGED;
  }
}
