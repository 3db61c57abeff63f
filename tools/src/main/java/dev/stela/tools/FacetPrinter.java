package dev.stela.tools;

import dev.stela.Facet;
import java.io.PrintWriter;
import java.util.List;

/** Prints values of a namespace with their counts. */
final class FacetPrinter {
  private static final int WIDTH = 12;

  private FacetPrinter() {}

  /** Prints the first of some values, for people with the number of those left out. */
  static void print(PrintWriter out, List<Facet> facets, long limit, boolean json) {
    List<Facet> shown = facets.subList(0, (int) Math.min(limit, facets.size()));
    for (Facet facet : shown) {
      if (json) {
        Json.printLine(out, facet);
      } else {
        out.printf(
            "%" + WIDTH + "s  %s%n", Text.count(facet.count()), Text.printable(facet.value()));
      }
    }
    if (!json && shown.size() < facets.size()) {
      out.printf("and %s more values%n", Text.count(facets.size() - shown.size()));
    }
  }
}
