package dev.stela.internal.query;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.query.text.Bm25;
import dev.stela.internal.query.text.FieldNames;
import dev.stela.internal.query.text.Standing;
import dev.stela.internal.query.text.TextMatching;
import dev.stela.internal.query.text.TextMemos;
import dev.stela.internal.text.TextReading;
import dev.stela.internal.text.TextSource;

/** The text index as queries read it. Immutable; any thread. */
public final class Texts {
  private final TextSource source;
  private final FieldNames names;
  private final TextMemos memos = new TextMemos();

  /** Reads an index whose fields are named in a dictionary. */
  public Texts(TextSource source, Dictionary dictionary) {
    this.source = source;
    this.names = new Names(dictionary);
  }

  private record Names(Dictionary dictionary) implements FieldNames {
    @Override
    public int number(String name) {
      return dictionary.findField(name);
    }

    @Override
    public String name(int number) {
      return dictionary.field(number);
    }
  }

  /**
   * Pins the index, to be closed.
   *
   * @throws dev.stela.TextNotIndexedException if no texts are indexed
   */
  public TextReading read() {
    return source.read();
  }

  /**
   * Returns what answers as of a moment while the index is pinned.
   *
   * @param similarity null if no scores will be asked for
   */
  TextMatching matching(TextReading reading, long lsn, Standing standing, Bm25 similarity) {
    return new TextMatching(
        reading.view(), reading.schema(), names, memos, lsn, standing, similarity);
  }
}
