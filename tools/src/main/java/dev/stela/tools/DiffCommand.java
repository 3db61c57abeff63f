package dev.stela.tools;

import dev.stela.EntityDiff;
import dev.stela.EntityDiff.ContentStamp;
import dev.stela.EntityDiff.Moment;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stela diff}: shows what is different between two moments of one entity. */
@Command(
    name = "diff",
    description = {
      "Shows what is different between an entity at two moments.",
      "A moment T is a time like 2026-01-31T12:00:00.123456789Z, a date, which means its midnight"
          + " in UTC, nanoseconds since 1970, or lsn:N. The second may be before the first."
    })
final class DiffCommand implements Callable<Integer> {
  private static final int TEXT_EXCERPT = 200;

  @Mixin private EntityParameters entity;

  @Option(
      names = "--from",
      paramLabel = "T",
      required = true,
      description = "The first moment.",
      converter = AsOf.Converter.class)
  private AsOf from;

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "The second moment; now if it is not given.",
      converter = AsOf.Converter.class)
  private AsOf to;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (EntityStore opened = Stores.openReadOnly(entity.store)) {
      EntityDiff diff = diff(opened);
      PrintWriter out = spec.commandLine().getOut();
      if (format.json) {
        Json.print(out, DiffJson.of(diff));
      } else {
        print(out, diff);
      }
      return ExitCode.OK;
    }
  }

  private EntityDiff diff(EntityStore opened) {
    try {
      long second = to == null ? opened.lsn() : to.lsn(opened);
      return opened.diff(entity.id, from.lsn(opened), second);
    } catch (EntityNotFoundException e) {
      throw new RefusedException(
          "no such entity at either moment: id="
              + entity.id
              + " from="
              + from
              + " to="
              + (to == null ? "now" : to)
              + " store="
              + entity.store);
    }
  }

  private static void print(PrintWriter out, EntityDiff diff) {
    out.println(Text.printable(diff.id().toString()));
    print(out, "from", diff.before());
    print(out, "to  ", diff.after());
    if (diff.isEmpty()) {
      out.println("  no difference");
    }
    diff.tagsRemoved()
        .forEach(
            (tag, since) ->
                out.printf("  - tag   %s  since %s%n", Text.printable(tag.text()), since));
    diff.tagsAdded()
        .forEach(
            (tag, since) ->
                out.printf("  + tag   %s  since %s%n", Text.printable(tag.text()), since));
    diff.tagsRefreshed()
        .forEach(
            (tag, times) ->
                out.printf(
                    "  ~ tag   %s  since %s, before since %s%n",
                    Text.printable(tag.text()), times.after(), times.before()));
    if (diff.content() != null) {
      print(out, "-", diff.content().before());
      print(out, "+", diff.content().after());
    }
    diff.texts()
        .forEach(
            (field, text) -> {
              print(out, "-", field, text.before());
              print(out, "+", field, text.after());
            });
  }

  private static void print(PrintWriter out, String name, Moment moment) {
    out.printf("  %s  lsn %d  %s", name, moment.asOfLsn(), moment.presence());
    if (moment.updated() != null) {
      out.printf("  updated %s (lsn %d)", moment.updated(), moment.lsn());
    }
    out.println();
  }

  private static void print(PrintWriter out, String sign, ContentStamp content) {
    if (content != null) {
      out.printf(
          "  %s content  %s bytes since %s (lsn %d)%n",
          sign, Text.count(content.length()), content.since(), content.lsn());
    }
  }

  private static void print(PrintWriter out, String sign, String field, String text) {
    if (text != null) {
      out.printf(
          "  %s text  %s: %s%n", sign, Text.printable(field), Text.excerpt(text, TEXT_EXCERPT));
    }
  }
}
