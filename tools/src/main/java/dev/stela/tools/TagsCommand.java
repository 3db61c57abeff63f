package dev.stela.tools;

import dev.stela.Facet;
import dev.stela.QueryReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela tags}: lists the namespaces of a store, or the values of one. */
@Command(
    name = "tags",
    description = {
      "Lists the namespaces of active entities' tags with the number of their values and of tags"
          + " that entities have; or the values of one namespace, with the number of entities that"
          + " have each."
    },
    footer = {
      "",
      "Both lists are in the order of their bytes. For the most frequent values see --facets of"
          + " stela find."
    })
final class TagsCommand implements Callable<Integer> {
  private static final String ROW = "%12s %12s  %s%n";
  private static final String NONE = "(none)";

  @Mixin private StoreParameter store;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAMESPACE",
      description = "The namespace whose values to list; one that no tag has is empty.")
  private String namespace;

  @Mixin private AsOfOption asOf;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  /** A line of the list of namespaces. */
  private record Namespace(String namespace, long values, long tags) {}

  @Override
  public Integer call() {
    return asOf.read(store.path, namespace == null ? this::namespaces : this::values);
  }

  private int namespaces(QueryReader reader) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> names = new ArrayList<>(reader.namespaces());
    if (!reader.values(null).isEmpty()) {
      names.addFirst(null);
    }
    if (!format.json && !names.isEmpty()) {
      out.printf(ROW, "values", "tags", "namespace");
    }
    for (String name : names) {
      List<Facet> values = reader.values(name);
      long tags = values.stream().mapToLong(Facet::count).sum();
      if (format.json) {
        Json.printLine(out, new Namespace(name, values.size(), tags));
      } else {
        out.printf(
            ROW,
            Text.count(values.size()),
            Text.count(tags),
            name == null ? NONE : Text.printable(name));
      }
    }
    return ExitCode.OK;
  }

  private int values(QueryReader reader) {
    FacetPrinter.print(
        spec.commandLine().getOut(), reader.values(namespace), Long.MAX_VALUE, format.json);
    return ExitCode.OK;
  }
}
