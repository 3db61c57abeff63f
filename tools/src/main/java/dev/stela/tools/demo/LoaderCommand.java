package dev.stela.tools.demo;

import dev.stela.BulkLoader;
import dev.stela.EntityStore;
import dev.stela.tools.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The process that the demo kills: loads classes and says on standard output which batches are
 * durable. It ends when its standard input does, so that it never outlives the demo.
 */
@Command(name = LoaderCommand.NAME, hidden = true, description = "Part of the demo.")
public final class LoaderCommand implements Callable<Integer> {
  static final String NAME = "demo-loader";

  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  private Path store;

  @Option(names = "--classes", description = "How many classes; 0 for all.")
  private int classes;

  @Override
  public Integer call() throws IOException {
    Thread.ofPlatform().daemon().name("orphan-watch").start(LoaderCommand::endWithParent);
    DemoSize size = DemoSize.of(classes);
    List<ClassRef> refs = JdkClasses.list(classes);
    PrintStream out = System.out;
    try (EntityStore opened = EntityStore.open(store, size.storeConfig())) {
      opened.create(DemoFolder.mark());
      BulkLoader load = opened.bulkLoader(Loader.LOAD, Loader.options(size, refs.size()));
      new Loader(opened, load, size.batch())
          .load(
              refs,
              (lsn, committed) -> {
                out.println(Acknowledgement.of(lsn, committed).toLine());
                out.flush();
              });
    }
    return ExitCode.OK;
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(ExitCode.UNREADABLE);
  }
}
