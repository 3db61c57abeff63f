package dev.stela.tools;

import dev.stela.Entity;
import dev.stela.Highlight;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.RankedHit;
import dev.stela.RankedHits;
import dev.stela.Tag;
import dev.stela.TextQuery;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela search}: shows the entities whose texts fit a search best. */
@Command(
    name = "search",
    description = {
      "Searches the text fields of entities, as they are or as they were, and shows what fits best"
          + " first. To find nothing is no failure: the exit code is 0."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stela search classes 'concurrent hash map' --highlight",
      "  stela search classes '\"hash map\"~2 title:concur* -deprecated'",
      "  stela search classes 'hash map' --all --fields title,body --limit 5",
      "  stela search classes 'hash AND TAGS(type:class)' --as-of 2026-01-31",
      "  stela search classes 'hash' --json | jq -r .id",
      "  stela search classes --all -- '-deprecated hash map'",
      "",
      "A search has words, \"phrases\" with or without a ~slop, pre*fixes and patterns with * and"
          + " ?, fuzzy~1 words and [ranges TO terms], each with or without a field: before it and a"
          + " ^boost behind it, joined by AND, OR, NOT, +, - and parentheses. Words next to each"
          + " other are alternatives, unless --all is given. TAGS(query) asks for tags as stela"
          + " find does. Before a search that begins with - stands --.",
      "",
      "With --json every hit is a line of JSON."
    })
final class SearchCommand implements Callable<Integer> {
  /** How many entities are shown unless more or fewer are asked for. */
  private static final int SHOWN = 20;

  /** After so many hits it is looked whether anybody still reads them. */
  private static final int HITS_BETWEEN_LOOKS = 256;

  private static final int PIECES = 2;
  private static final int PIECE_LENGTH = 120;
  private static final int TAGS_EXCERPT = 200;
  private static final String INDENT = "     ";

  @Mixin private StoreParameter store;

  @Parameters(index = "1", paramLabel = "QUERY", description = "What to search for.")
  private String query;

  @Option(
      names = "--fields",
      paramLabel = "FIELD",
      split = ",",
      description = "Look in these fields only, where the search names none; by default in all.")
  private List<String> fields = List.of();

  @Option(
      names = "--all",
      description = "All words must be there; by default each one found is worth something.")
  private boolean all;

  @Option(names = "--highlight", description = "Show where in the texts it was found.")
  private boolean highlight;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many entities at most, by default " + SHOWN + ".")
  private int limit = SHOWN;

  @Option(names = "--offset", paramLabel = "N", description = "Without the first N.")
  private int offset;

  @Mixin private AsOfOption asOf;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 0 || offset < 0) {
      throw new ParameterException(spec.commandLine(), "--limit and --offset must not be negative");
    }
    Query parsed = all ? TextQuery.parseAll(query) : TextQuery.parse(query);
    Query wanted =
        fields.isEmpty()
            ? parsed
            : new FieldChoice(fields.stream().map(String::strip).toList()).in(parsed);
    return asOf.read(store.path, reader -> search(reader, wanted));
  }

  private int search(QueryReader reader, Query wanted) {
    PrintWriter out = spec.commandLine().getOut();
    RankedHits hits = reader.search(wanted).offset(offset).ranked(limit);
    int shown = 0;
    for (RankedHit hit : hits) {
      shown++;
      print(out, hit, offset + shown);
      if (shown % HITS_BETWEEN_LOOKS == 0 && out.checkError()) {
        return ExitCode.OK;
      }
    }
    if (!format.json) {
      out.println(summary(shown, hits.total(), hits.lsn()));
    }
    return ExitCode.OK;
  }

  private void print(PrintWriter out, RankedHit hit, int place) {
    List<Highlight> pieces = highlight ? hit.highlights(PIECES, PIECE_LENGTH) : null;
    Entity entity = hit.entity();
    if (format.json) {
      Json.printLine(out, HitJson.of(hit, entity, pieces));
      return;
    }
    String tags = entity.tags().stream().map(Tag::text).collect(Collectors.joining(" "));
    out.println(
        String.format(Locale.ROOT, "%3d. %.4f  ", place, hit.score())
            + Text.printable(entity.id().toString())
            + Text.lifecycle(entity.lifecycle())
            + "  "
            + Text.excerpt(tags, TAGS_EXCERPT));
    if (pieces != null) {
      HighlightText marks = HighlightText.of(Ansi.AUTO.enabled());
      for (Highlight piece : pieces) {
        out.println(INDENT + Text.printable(piece.field()) + ": " + marks.text(piece));
      }
    }
  }

  private static String summary(int shown, long total, long lsn) {
    return (shown == total ? "" : Text.count(shown) + " of ")
        + Text.count(total)
        + (total == 1 ? " entity" : " entities")
        + " as of lsn "
        + lsn;
  }
}
