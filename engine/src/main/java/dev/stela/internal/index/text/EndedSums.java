package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * How many of the documents that ended have a field, and how many tokens in it: noted for each
 * field after every 16th ending. One thread writes; any thread reads the sums after endings that it
 * knows of.
 */
final class EndedSums {
  private static final int STEP_BITS = 4;

  private final Footprint heap;
  // Volatile: who sees the array sees what is in it.
  private volatile Column[] columns = new Column[0];

  /** Of one field; two words for each step: documents and tokens. */
  private static final class Column {
    final int field;
    final LongPages sums;
    int documents;
    long tokens;

    Column(int field, Footprint heap) {
      this.field = field;
      this.sums = new LongPages(heap);
    }
  }

  EndedSums(Footprint heap) {
    this.heap = heap;
  }

  /** Returns up to which ending, of the first so many, the sums have been noted. */
  static int noted(int endings) {
    return endings & -1 << STEP_BITS;
  }

  /** Returns the sums over so many endings: a number that is {@link #noted}. */
  FieldStatistics get(int field, int endings) {
    if (endings > 0) {
      int at = (endings >>> STEP_BITS) - 1;
      for (Column column : columns) {
        if (column.field == field) {
          return new FieldStatistics((int) column.sums.get(2 * at), column.sums.get(2 * at + 1));
        }
      }
    }
    // None of them had the field.
    return FieldStatistics.NONE;
  }

  /** Adds a document that ended. Only the writer. */
  void add(int document, TextPart part, int endings) {
    for (int field : part.fields()) {
      int length = part.field(field).length(document);
      if (length > 0) {
        Column column = column(field);
        column.documents++;
        column.tokens += length;
      }
    }
    if (noted(endings) == endings) {
      int at = (endings >>> STEP_BITS) - 1;
      for (Column column : columns) {
        column.sums.set(2 * at, column.documents);
        column.sums.set(2 * at + 1, column.tokens);
      }
    }
  }

  private Column column(int field) {
    Column[] all = columns;
    for (Column column : all) {
      if (column.field == field) {
        return column;
      }
    }
    Column[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = new Column(field, heap);
    columns = more;
    return more[all.length];
  }
}
