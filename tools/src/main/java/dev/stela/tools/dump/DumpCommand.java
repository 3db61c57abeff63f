package dev.stela.tools.dump;

import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.tools.ExitCode;
import dev.stela.tools.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela dump}: shows the bytes of a store's file with what each of them means. */
@Command(
    name = "dump",
    description = {
      "Shows the bytes of any file of a store, each field with its name and value."
          + " Without options, so much of the file that about 16 KiB are shown."
    })
public final class DumpCommand implements Callable<Integer> {
  private static final long DEFAULT_BYTES = 16 << 10;

  @Parameters(index = "0", paramLabel = "FILE", description = "A file in a store's folder.")
  private Path path;

  @Option(
      names = "--from",
      paramLabel = "OFFSET",
      converter = OffsetConverter.class,
      description = "Begin with what lies at this offset; decimal, or 0x and hexadecimal.")
  private long from;

  @Option(
      names = "--length",
      paramLabel = "BYTES",
      converter = OffsetConverter.class,
      description = "Show what lies in so many bytes of the file.")
  private Long length;

  @Option(names = "--all", description = "Show everything, also long contents to their end.")
  private boolean all;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (length != null && all) {
      throw new ParameterException(spec.commandLine(), "--length and --all exclude one another");
    }
    if (Files.isDirectory(path)) {
      throw new RefusedException("a folder cannot be dumped, only a file: file=" + path);
    }
    if (!Files.exists(path)) {
      throw new RefusedException("no such file: file=" + path);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (FileBytes file = new FileBytes(path);
        HexPrinter printer = new HexPrinter(out)) {
      if (from > 0 && from >= file.size()) {
        throw new RefusedException(
            "the file ends before: from=0x%x size=0x%x file=%s".formatted(from, file.size(), path));
      }
      return dump(file, printer);
    }
  }

  private int dump(FileBytes file, HexPrinter printer) throws IOException {
    Dumper dumper = dumper(file, printer);
    long end;
    try {
      end = dumper.dump();
    } catch (IndexOutOfBoundsException e) {
      // Of what has no checksum of its own, nothing says before that a length in it is wrong.
      printer.line("DAMAGED: a length found here leads out of the structure it is in");
      return ExitCode.DAMAGED;
    }
    if (end < file.size() && length == null) {
      printer.line("");
      printer.line(
          "stopped at 0x%x of 0x%x; --from 0x%x goes on, --all shows everything"
              .formatted(end, file.size(), end));
    }
    return dumper.foundDamage() ? ExitCode.DAMAGED : ExitCode.OK;
  }

  private DumpRange range() {
    if (length != null) {
      return new DumpRange(from, Math.addExact(from, length), Long.MAX_VALUE, false);
    }
    return new DumpRange(from, Long.MAX_VALUE, all ? Long.MAX_VALUE : DEFAULT_BYTES, all);
  }

  private Dumper dumper(FileBytes file, HexPrinter printer) throws IOException {
    DumpRange range = range();
    if (file.size() < FileHeaderLayout.SIZE) {
      return new PlainDumper(file, range, printer, false);
    }
    MemorySegment header = file.read(0, FileHeaderLayout.SIZE);
    if (FileHeaderLayout.magic(header) != FileHeaderLayout.MAGIC) {
      printer.line("not the header of a Stela file, hence without annotations");
      return new PlainDumper(file, range, printer, false);
    }
    FileKind kind = FileHeaderFields.kind(FileHeaderLayout.kind(header));
    return switch (kind) {
      case SUPERBLOCK -> new SuperblockDumper(file, range, printer);
      case LIVE -> new LiveDumper(file, range, printer);
      case LOG -> new LogDumper(file, range, printer);
      case DIRECTORY -> new DirectoryDumper(file, range, printer);
      case DICTIONARY -> new DictionaryDumper(file, range, printer);
      case MANIFEST -> new ManifestDumper(file, range, printer);
      case ENTITIES -> new EntitiesDumper(file, range, printer);
      case POSTING_HEADS -> new PostingHeadsDumper(file, range, printer);
      case POSTINGS -> new PostingsDumper(file, range, printer);
      case TEXT -> new TextDumper(file, range, printer);
      case null, default -> new PlainDumper(file, range, printer, true);
    };
  }
}
