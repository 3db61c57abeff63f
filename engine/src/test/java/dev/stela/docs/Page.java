package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.QuerySyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A page of the documentation whose examples are run. Immutable; any thread. */
final class Page {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final List<String> lines;

  Page(String file) throws IOException {
    this.lines = Docs.lines(file);
  }

  /** Returns the first line that begins so. */
  String line(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** Returns the lines of all blocks of a kind. */
  List<List<String>> blocks(String kind) {
    List<List<String>> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```" + kind)) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        blocks.add(lines.subList(i + 1, end));
        i = end;
      }
    }
    return blocks;
  }

  /** Returns the cells of the rows of all tables with a heading, without their rulers. */
  List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(heading)) {
        for (i += 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
          String[] cells = lines.get(i).split("\\|", -1);
          rows.add(Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList());
        }
      }
    }
    assertTrue(!rows.isEmpty(), "no table: " + heading);
    return rows;
  }

  /** Requires that each example of an error is refused with its message; returns their number. */
  int requireRefused(Consumer<String> parser) {
    int refused = 0;
    for (List<String> block : blocks("error")) {
      assertTrue(block.getFirst().startsWith("> "), block.getFirst());
      String text = block.getFirst().substring(2);
      var error = assertThrows(QuerySyntaxException.class, () -> parser.accept(text), text);
      assertEquals(String.join("\n", block.subList(1, block.size())), error.getMessage());
      refused++;
    }
    return refused;
  }

  /** Returns the first code in a cell. */
  static String code(String cell) {
    return codes(cell).getFirst();
  }

  /** Returns all code in a cell. */
  static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(result -> result.group(1)).toList();
  }
}
