package dev.stela.tools;

import dev.stela.Entity;
import dev.stela.EntityReader;
import dev.stela.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stela get}: shows one entity, as it is or as it was. */
@Command(name = "get", description = "Shows an entity as it is, or as it was.")
final class GetCommand implements Callable<Integer> {
  private static final int TEXT_EXCERPT = 200;
  private static final int CONTENT_EXCERPT = 2000;
  private static final int BYTES_EXCERPT = 64;

  @Mixin private EntityParameters entity;
  @Mixin private JsonOption format;
  @Mixin private AsOfOption asOf;

  @Option(names = "--content", description = "Write the content alone, byte for byte.")
  private boolean contentOnly;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return asOf.read(entity.store, this::show);
  }

  private int show(EntityReader reader) throws IOException {
    Entity found = reader.find(entity.id).orElseThrow(this::notFound);
    PrintWriter out = spec.commandLine().getOut();
    if (contentOnly) {
      try (InputStream content = reader.openContent(entity.id)) {
        content.transferTo(System.out);
        System.out.flush();
      }
    } else if (format.json) {
      Json.print(out, EntityJson.of(found));
    } else {
      print(out, found);
    }
    return ExitCode.OK;
  }

  private RefusedException notFound() {
    return new RefusedException(
        "no such entity"
            + (asOf.moment == null ? "" : " at that moment")
            + ": id="
            + entity.id
            + (asOf.moment == null ? "" : " asOf=" + asOf.moment)
            + " store="
            + entity.store);
  }

  private static void print(PrintWriter out, Entity entity) {
    out.println(Text.printable(entity.id().toString()));
    out.printf(
        "  uuid       %s%s%n", entity.id().toUuid(), entity.id().isNamed() ? " (named)" : "");
    out.printf("  lifecycle  %s%n", entity.lifecycle());
    out.printf("  updated    %s  lsn %d%n", entity.updated(), entity.lsn());
    out.printf("  created    %s  lsn %d%n", entity.created(), entity.createdLsn());
    out.printf("  tags       %d%n", entity.tags().size());
    for (Map.Entry<Tag, Instant> tag : entity.tagTimes().entrySet()) {
      out.printf("    %s  since %s%n", Text.printable(tag.getKey().text()), tag.getValue());
    }
    out.printf("  texts      %d%n", entity.texts().size());
    for (Map.Entry<String, String> text : entity.texts().entrySet()) {
      out.printf(
          "    %s: %s%n",
          Text.printable(text.getKey()), Text.excerpt(text.getValue(), TEXT_EXCERPT));
    }
    printContent(out, entity);
  }

  private static void printContent(PrintWriter out, Entity entity) {
    if (entity.contentLength() < 0) {
      out.println("  content    none");
      return;
    }
    out.printf("  content    %s bytes%n", Text.count(entity.contentLength()));
    if (!EntityJson.isLoaded(entity)) {
      out.println("    too long to show here; --content writes it");
      return;
    }
    byte[] content = entity.content();
    String text = EntityJson.utf8(content);
    if (text != null) {
      out.println("    " + Text.excerpt(text, CONTENT_EXCERPT));
    } else {
      int shown = Math.min(content.length, BYTES_EXCERPT);
      out.println(
          "    "
              + HexFormat.ofDelimiter(" ").formatHex(content, 0, shown)
              + (shown < content.length ? " ..." : ""));
    }
  }
}
