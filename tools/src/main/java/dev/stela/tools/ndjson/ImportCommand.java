package dev.stela.tools.ndjson;

import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.OnExists;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.JsonOption;
import dev.stela.tools.RefusedException;
import dev.stela.tools.Stores;
import dev.stela.tools.history.HistoryImportRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela import}: brings entities from newline-delimited JSON into a store. */
@Command(
    name = "import",
    description = {
      "Brings entities into a store, which is created if there is none. Every line of the input is"
          + " a JSON object, an entity. Lines that are none go to a rejects file with their"
          + " numbers and reasons, and the import goes on without them."
    },
    footerHeading = "%nLines look like this:%n",
    footer = {
      "  {\"id\": \"ada\", \"tags\": [\"type:person\", \"born:1815\"], \"content\": \"notes\"}",
      "  {\"id\": \"0190163d-8694-739b-aea5-966c26f8ad90\", \"content\": {\"pages\": [1, 2]}}",
      "  {\"tags\": [\"type:event\"], \"text\": {\"title\": \"first\", \"body\": \"...\"}}",
      "",
      "  id       a UUID in its canonical form, anything else is a name. Left out, it",
      "           is a new random UUID: imported again, such a line is a new entity.",
      "  tags     an array of strings of 1 to 255 UTF-8 bytes, without control",
      "           characters.",
      "  content  a string is stored as its UTF-8, anything else as its JSON without",
      "           white space, numbers as they are written. null is no content.",
      "  text     an object of strings: names of text fields and their texts.",
      "",
      "All fields are optional. Any other field, a field that is there twice, and a"
          + " line of more than 16 MiB are rejected. Lines are UTF-8, with or without a"
          + " byte order mark, and end with LF or CRLF; blank ones are passed over.",
      "",
      "An entity exists if it is in the store, be it deleted, or comes from an"
          + " earlier line. Replaced, it has exactly the tags, content and texts of its"
          + " line and is active; what was equal keeps its time, and nothing is written"
          + " where all is.",
      "",
      "A rejects file has a line {\"line\": 17, \"reason\": \"...\", \"text\":"
          + " \"...\"} for each rejected one; jq -r .text gives those back. A rejects file"
          + " that is there already is replaced, or deleted if nothing is rejected.",
      "",
      "Each transaction also says how far the import has come, under a name that 'stela"
          + " loads' lists. Interrupted, stopped by a failure, or killed, the same command"
          + " with --resume goes on with exactly the next line; the rejects file then has"
          + " each rejected line once. The input has to be the same; lines are passed over"
          + " without a look at them."
    },
    exitCodeList = {
      "0:done, every line was taken or skipped",
      "1:wrong usage, no such thing, or refused",
      "2:done, but some lines were rejected; or damage found",
      "3:the store is in use or cannot be read, or the command failed",
      "130:interrupted; what was written is durable"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final String SUFFIX = ".rejects.ndjson";
  private static final String NAMELESS = "stela-import";
  private static final List<Path> DESCRIPTORS = List.of(Path.of("/dev"), Path.of("/proc"));
  private static final int MAX_BATCH = 100_000;
  private static final int MAX_THREADS = 64;
  private static final String ANALYZER = "standard";

  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  private Path store;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The lines to import; - for standard input.")
  private String file;

  @Option(
      names = "--on-exists",
      paramLabel = "fail|skip|replace",
      defaultValue = "fail",
      description =
          "What becomes of a line whose entity exists: it is rejected, as by default, or it is"
              + " skipped, or the entity is replaced.")
  private OnExists onExists;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Lines in a transaction, 1 to 100000; 500 by default. Fewer where lines are long.")
  private int batch;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Where rejected lines go. By default beside the input, with "
              + SUFFIX
              + " after its name; for standard input "
              + NAMELESS
              + SUFFIX
              + " in the current folder.")
  private Path rejects;

  @Option(
      names = "--durability",
      paramLabel = "sync|async",
      defaultValue = "async",
      description =
          "Whether every transaction waits for the device, or all of them together at the end,"
              + " as by default. The command ends well only when all is on the device.")
  private Durability durability;

  @Option(
      names = "--load-id",
      paramLabel = "ID",
      description =
          "The name of this import in the store, 1 to 255 UTF-8 bytes. By default the input's name"
              + " with a fingerprint of its length, beginning and end.")
  private String loadId;

  @Option(
      names = "--resume",
      description =
          "Go on with the import of that name where it stopped; begin it if there is none, and do"
              + " nothing if it is finished. Without this an import begins with the first line; if"
              + " --load-id names one that is known, it is refused.")
  private boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that parse and prepare lines, 1 to 64; by default as many as there are"
              + " processors. One thread writes.")
  private Integer threads;

  @Option(
      names = "--text",
      paramLabel = "FIELDS",
      description =
          "Which text fields can be searched, and by which analyzer: 'title:english,*:standard' for"
              + " instance, where * is every other field; 'none' for none at all. By default every"
              + " field of a store that is created, by 'standard'; other stores stay as they are.")
  private String text;

  @Option(
      names = "--history",
      description =
          "The lines are those of 'stela export': all that was ever committed, each at its time."
              + " The store must not exist; it does when all is imported.")
  private boolean history;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (history) {
      return importHistory();
    }
    if (batch < 1 || batch > MAX_BATCH) {
      throw new ParameterException(spec.commandLine(), "--batch must be 1 to " + MAX_BATCH);
    }
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new ParameterException(spec.commandLine(), "--threads must be 1 to " + MAX_THREADS);
    }
    if (file.equals(STANDARD_INPUT)) {
      if (resume && loadId == null) {
        throw new ParameterException(
            spec.commandLine(), "--resume with standard input needs --load-id");
      }
      return run(System.in, -1, rejects == null ? Path.of(NAMELESS + SUFFIX) : rejects);
    }
    Path input = Path.of(file);
    requireFile(input);
    Path target = rejects == null ? rejectsOf(input) : rejects;
    if (Files.exists(target) && Files.isSameFile(input, target)) {
      throw new ParameterException(
          spec.commandLine(), "--rejects must not name the input, which it would overwrite");
    }
    try (InputStream in = Files.newInputStream(input)) {
      return run(in, Files.isRegularFile(input) ? Files.size(input) : -1, target);
    }
  }

  private int importHistory() throws IOException {
    for (String option :
        List.of(
            "--on-exists",
            "--batch",
            "--rejects",
            "--durability",
            "--load-id",
            "--resume",
            "--threads",
            "--text")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), option + " is not for --history, which takes all lines or none");
      }
    }
    HistoryImportRun run = new HistoryImportRun(store, file);
    HistoryImportRun.Summary summary;
    if (file.equals(STANDARD_INPUT)) {
      summary = run.run(System.in, -1);
    } else {
      Path input = Path.of(file);
      requireFile(input);
      try (InputStream in = Files.newInputStream(input)) {
        summary = run.run(in, Files.isRegularFile(input) ? Files.size(input) : -1);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      Json.print(out, summary);
    } else {
      summary.print(out);
    }
    return ExitCode.OK;
  }

  private int run(InputStream in, long bytes, Path rejectsFile) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<ImportSummary> done;
    try (EntityStore opened = open()) {
      done = importRun(in, bytes).into(opened, rejectsFile, err);
    }
    if (done.isEmpty()) {
      return ExitCode.UNREADABLE;
    }
    ImportSummary summary = done.get();
    if (format.json) {
      Json.print(out, summary);
    } else {
      summary.print(out);
    }
    return summary.rejected() == 0 ? ExitCode.OK : ExitCode.REJECTED;
  }

  /**
   * A store without a commit counts as new: the process that made it may have been killed before it
   * came to what is indexed.
   */
  private EntityStore open() {
    if (text != null) {
      return open(TextIndexing.parse(text));
    }
    if (Stores.isStore(store)) {
      EntityStore found = open(null);
      if (found.lsn() > 0) {
        return found;
      }
      found.close();
    }
    return open(TextIndexing.everyField(ANALYZER));
  }

  private EntityStore open(TextIndexing indexing) {
    return EntityStore.open(
        store, StoreConfig.builder().durability(durability).textIndexing(indexing).build());
  }

  private ImportRun importRun(InputStream in, long bytes) throws IOException {
    int parsing = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    int workers = Math.clamp(parsing, 1, MAX_THREADS);
    BulkOptions.Builder options =
        BulkOptions.builder().onExists(onExists).batchDocuments(batch).threads(workers);
    if (bytes >= 0) {
      options.total(LineCount.of(Path.of(file)));
    }
    ImportRun.Begin begin =
        resume
            ? ImportRun.Begin.RESUME
            : loadId == null ? ImportRun.Begin.ANEW : ImportRun.Begin.NEW;
    return new ImportRun(in, bytes, file, loadName(), begin, options, workers);
  }

  private String loadName() throws IOException {
    if (loadId != null) {
      return loadId;
    }
    Path input = Path.of(file);
    return !file.equals(STANDARD_INPUT) && Files.isRegularFile(input)
        ? LoadName.of(input)
        : NAMELESS + "-" + UUID.randomUUID();
  }

  private static void requireFile(Path input) {
    if (!Files.exists(input)) {
      throw new RefusedException("no such file: file=" + input);
    }
    if (Files.isDirectory(input)) {
      throw new RefusedException("the input is a folder, not a file: file=" + input);
    }
  }

  /** What comes through a pipe or a descriptor has no folder to put a file beside it. */
  private static Path rejectsOf(Path input) {
    Path absolute = input.toAbsolutePath();
    boolean file =
        Files.isRegularFile(input) && DESCRIPTORS.stream().noneMatch(absolute::startsWith);
    return file ? input.resolveSibling(input.getFileName() + SUFFIX) : Path.of(NAMELESS + SUFFIX);
  }
}
