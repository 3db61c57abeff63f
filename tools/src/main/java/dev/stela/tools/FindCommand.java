package dev.stela.tools;

import dev.stela.Entity;
import dev.stela.Facet;
import dev.stela.Hits;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.QueryPlan;
import dev.stela.QueryReader;
import dev.stela.Search;
import dev.stela.Tag;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela find}: shows, counts or classifies the entities that a query matches. */
@Command(
    name = "find",
    description = {
      "Finds entities, as they are or as they were. To find nothing is no failure: the exit code"
          + " is 0."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stela find people 'type:person AND NOT status:away'",
      "  stela find people 'born < 1900 OR name:*ada*' --sort number:born --desc",
      "  stela find people 'type:person' --facets city --limit 10",
      "  stela find people 'status:new' --ever --count",
      "  stela find people '*' --json | jq -r .id",
      "",
      "A query joins tags, patterns with * and ?, and comparisons of a namespace's values by AND,"
          + " OR, NOT and parentheses; * alone is every entity. TEXT(search) asks for texts as"
          + " stela search does. Unless a query asks for a LIFECYCLE, active entities are found.",
      "",
      "With --json every matching entity is a line of JSON like that of stela get, without a"
          + " limit unless one is given. If there are more, standard error says how to go on."
    })
final class FindCommand implements Callable<Integer> {
  /** How many entities people are shown. */
  private static final long SHOWN = 20;

  /** After so many lines it is looked whether anybody still reads them. */
  private static final int LINES_BETWEEN_LOOKS = 256;

  private static final int TAGS_EXCERPT = 200;
  private static final String INDENT = "  ";

  @Mixin private StoreParameter store;

  @Parameters(index = "1", paramLabel = "QUERY", description = "What to look for.")
  private String query;

  @Mixin private AsOfOption asOf;

  @Option(
      names = "--ever",
      description =
          "Ask each part of the query of all moments up to now, or up to T: whether it was true"
              + " at any of them. Entities are shown as they are.")
  private boolean ever;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      description =
          "created, as by default, updated, id, tags (their number), value:NS or number:NS (a"
              + " namespace's value as text or number; entities without one come last).",
      converter = OrderConverter.class)
  private Order sort;

  @Option(names = "--desc", description = "The greatest, or the newest, first.")
  private boolean descending;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many at most: entities, by default " + SHOWN + ", or with --facets values.")
  private Long limit;

  @Option(names = "--offset", paramLabel = "N", description = "Without the first N.")
  private Long offset;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on where the same command with another limit or cursor has stopped.")
  private String after;

  @ArgGroup(exclusive = true)
  private Answer answer;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  /** What is to be answered other than the entities. */
  private static final class Answer {
    @Option(names = "--count", description = "Only say how many entities match.")
    private boolean count;

    @Option(
        names = "--facets",
        paramLabel = "NS",
        description =
            "Only say how many of the matching entities have each value of a namespace, the most"
                + " frequent first.")
    private String facets;

    @Option(
        names = "--explain",
        description = "Only show how the query is done, with the entities that each step yields.")
    private boolean explain;
  }

  @Override
  public Integer call() {
    refuseWithoutMeaning();
    Query parsed = Query.parse(query);
    return asOf.read(store.path, reader -> answer(reader, ever ? new Query.Ever(parsed) : parsed));
  }

  private void refuseWithoutMeaning() {
    if (limit != null && limit < 0 || offset != null && offset < 0) {
      throw new ParameterException(spec.commandLine(), "--limit and --offset must not be negative");
    }
    boolean explain = answer != null && answer.explain;
    boolean facets = answer != null && answer.facets != null;
    boolean ordered = sort != null || descending || offset != null || after != null;
    if (answer != null && !explain && (ordered || limit != null && !facets)) {
      throw new ParameterException(
          spec.commandLine(),
          facets
              ? "--facets are of all matching entities: only --limit goes with them"
              : "--count is of all matching entities: no order, limit, offset or cursor goes with"
                  + " it");
    }
  }

  private int answer(QueryReader reader, Query asked) {
    Search search = search(reader, asked);
    if (answer == null) {
      find(search);
    } else if (answer.count) {
      count(reader, search);
    } else if (answer.explain) {
      explain(search);
    } else {
      facets(search);
    }
    return ExitCode.OK;
  }

  private Search search(QueryReader reader, Query asked) {
    Order order = sort == null ? Order.created() : sort;
    Search search = reader.search(asked).orderBy(descending ? order.reversed() : order);
    if (offset != null) {
      search = search.offset(offset);
    }
    if (after != null) {
      search = search.after(after);
    }
    if (answer != null && !answer.explain) {
      return search;
    }
    if (limit != null) {
      return search.limit(limit);
    }
    return format.json ? search : search.limit(SHOWN);
  }

  private void find(Search search) {
    PrintWriter out = spec.commandLine().getOut();
    try (Hits<Entity> hits = search.entities()) {
      long shown = 0;
      while (hits.hasNext()) {
        print(out, hits.next());
        shown++;
        if (shown % LINES_BETWEEN_LOOKS == 0 && out.checkError()) {
          return;
        }
      }
      String cursor = hits.cursor();
      if (!format.json) {
        out.println(summary(shown, hits, cursor));
      } else if (cursor != null) {
        // Standard output has entities only.
        spec.commandLine().getErr().println("stela: " + summary(shown, hits, cursor));
      }
    }
  }

  private void print(PrintWriter out, Entity entity) {
    if (format.json) {
      Json.printLine(out, EntityJson.of(entity));
      return;
    }
    String tags = entity.tags().stream().map(Tag::text).collect(Collectors.joining(" "));
    out.println(
        Text.printable(entity.id().toString())
            + Text.lifecycle(entity.lifecycle())
            + INDENT
            + Text.excerpt(tags, TAGS_EXCERPT));
  }

  private static String summary(long shown, Hits<Entity> hits, String cursor) {
    long total = hits.total();
    return (shown == total ? "" : Text.count(shown) + " of ")
        + Text.count(total)
        + (total == 1 ? " entity" : " entities")
        + " as of lsn "
        + hits.lsn()
        + (cursor == null ? "" : ", more with --after " + cursor);
  }

  private void count(QueryReader reader, Search search) {
    PrintWriter out = spec.commandLine().getOut();
    long count = search.count();
    if (format.json) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("count", count);
      values.put("lsn", reader.lsn());
      Json.print(out, values);
    } else {
      // For scripts: without commas.
      out.println(count);
    }
  }

  private void facets(Search search) {
    List<Facet> all = search.facets(answer.facets);
    long wanted = limit == null ? Long.MAX_VALUE : limit;
    FacetPrinter.print(spec.commandLine().getOut(), all, wanted, format.json);
  }

  private void explain(Search search) {
    PrintWriter out = spec.commandLine().getOut();
    QueryPlan plan = search.explain();
    if (format.json) {
      Json.print(out, plan);
    } else {
      print(out, plan, "");
    }
  }

  private static void print(PrintWriter out, QueryPlan plan, String indent) {
    out.printf("%s%s: %s%n", indent, Text.printable(plan.step()), Text.count(plan.cardinality()));
    plan.inputs().forEach(input -> print(out, input, indent + INDENT));
  }
}
