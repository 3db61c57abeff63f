package dev.stela.tools.history;

import dev.stela.StoreConfig;
import dev.stela.internal.backup.HistoryReader;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.recovery.Opener;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.JsonOption;
import dev.stela.tools.Progress;
import dev.stela.tools.RefusedException;
import dev.stela.tools.ShutdownHook;
import dev.stela.tools.Stores;
import dev.stela.tools.Text;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela export}: writes all that was ever committed as newline-delimited JSON. */
@Command(
    name = "export",
    description = {
      "Writes all that was ever committed, and is kept, as newline-delimited JSON: every commit"
          + " with its time to the nanosecond, every event, every content and text. 'stela import"
          + " --history' makes a store of it that answers as this one does, as of any time.",
      "LSNs are not kept: the log of the new store has its segments end elsewhere."
    },
    footerHeading = "%nLines look like this:%n",
    footer = {
      "  {\"format\":\"stela-history\",\"version\":1,\"segmentBytes\":67108864}",
      "  {\"content\":1,\"data\":\"AAEC...\"}",
      "  {\"time\":\"2026-01-31T12:00:00.123456789Z\",\"id\":\"ada\",\"named\":true,",
      "   \"events\":[{\"kind\":\"CREATED\"},{\"kind\":\"TAG_ADDED\",\"subject\":\"type:person\"},",
      "   {\"kind\":\"CONTENT_PUT\",\"data\":\"bm90ZXM=\"},{\"kind\":\"CONTENT_PUT\",\"content\":1,",
      "   \"length\":300000},{\"kind\":\"TEXT_PUT\",\"subject\":\"bio\",\"text\":\"Countess of"
          + " Lovelace\"}]}",
      "  {\"commits\":1,\"changes\":1}",
      "",
      "All lines with the same time are one commit. Contents are in Base64; one of more than 64"
          + " KiB stands before its commit, in pieces. A line with \"cut\":true stands where"
          + " an entity's history begins to be whole again, after retention has dropped some: its"
          + " events make up the whole state, with the times of the tags. The last line says that"
          + " nothing is missing."
    })
public final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final String UNFINISHED = ".tmp";
  private static final int BUFFER_BYTES = 1 << 16;

  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  private Path store;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "A file that is not there yet; - for standard output.")
  private String file;

  @Option(
      names = "--force",
      description = "Replace the file if it is there. It is the old one until the new is complete.")
  private boolean force;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  /** What an export was, as it is written in JSON. */
  private record Summary(
      String store, String file, long lsn, long commits, long changes, long durationNanos) {}

  @Override
  public Integer call() throws IOException {
    Stores.requireStore(store);
    if (file.equals(STANDARD_OUTPUT)) {
      try (OutputStream out = new BufferedOutputStream(System.out, BUFFER_BYTES)) {
        write(out);
      }
      // A print stream throws nothing.
      if (System.out.checkError()) {
        throw new IOException("standard output takes no more, the export is not complete");
      }
      return ExitCode.OK;
    }
    Path target = Path.of(file);
    requireReplaceable(target);
    print(writeFile(target));
    return ExitCode.OK;
  }

  private void requireReplaceable(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new RefusedException("there is no such folder for the file: folder=" + folder);
    }
    if (!Files.exists(target)) {
      return;
    }
    // A rename would put a file in the place of a device, too.
    if (!Files.isRegularFile(target)) {
      throw new RefusedException(
          "what is there is no file, for standard output give -: file=" + target);
    }
    if (!force) {
      throw new RefusedException("the file is there already, --force replaces it: file=" + target);
    }
  }

  /** Under its name there is never half an export. */
  private Summary writeFile(Path target) throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    Summary summary;
    try (ShutdownHook _ = new ShutdownHook(() -> deleteQuietly(unfinished));
        FileOutputStream out = new FileOutputStream(unfinished.toFile());
        OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES)) {
      summary = write(buffered);
      buffered.flush();
      out.getFD().sync();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    return summary;
  }

  private static void deleteQuietly(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // It stays, and the next export writes over it.
    }
  }

  private Summary write(OutputStream out) throws IOException {
    long start = System.nanoTime();
    StoreConfig config = StoreConfig.builder().readOnly(true).createIfMissing(false).build();
    OpenStore opened = Opener.open(new SystemFiles(), store, config);
    try (Closeable _ = opened::close) {
      long lsn = opened.commits().visibleLsn();
      HistoryWriter writer = new HistoryWriter(out);
      writer.first((int) opened.superblock().content().segmentBytes());
      try (Progress progress = Progress.of("export", lsn)) {
        export(opened, lsn, writer, progress);
      }
      writer.last();
      return new Summary(
          store.toAbsolutePath().toString(),
          file,
          lsn,
          writer.commits(),
          writer.changes(),
          System.nanoTime() - start);
    }
  }

  /** Two readers go along together: one tells a commit's long contents, the other its changes. */
  private static void export(OpenStore opened, long last, HistoryWriter writer, Progress progress) {
    HistoryReader ahead =
        new HistoryReader(opened.segments(), opened.dictionary(), opened.purged()::contains);
    HistoryReader reader =
        new HistoryReader(opened.segments(), opened.dictionary(), opened.purged()::contains);
    long done = 0;
    boolean more = ahead.next(last);
    while (more) {
      long lsn = ahead.lsn();
      writer.beginContents();
      do {
        writer.contents(ahead);
      } while (ahead.next(lsn));
      writer.beginChanges();
      while (reader.next(lsn)) {
        writer.change(reader);
      }
      progress.step(lsn - done);
      done = lsn;
      more = ahead.next(last);
    }
  }

  private void print(Summary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      Json.print(out, summary);
    } else {
      out.printf(
          "%s commits with %s changes in %s: %s%n",
          Text.count(summary.commits),
          Text.count(summary.changes),
          Text.duration(summary.durationNanos),
          summary.file);
    }
  }
}
