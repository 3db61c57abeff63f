package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the stores under comparison are asked to index and to find; one thread. */
interface TextStore extends AutoCloseable {
  /** Memory for what is not written yet, in bytes. */
  int BUFFER_BYTES = 16 << 20;

  /** The least that Stela takes. */
  int SMALL_BUFFER_BYTES = 1 << 20;

  /** How many of the best are asked for. */
  int FIRST = 10;

  /** The stores. */
  enum Kind {
    STELA("Stela") {
      @Override
      TextStore open(Path folder, int bufferBytes) throws IOException {
        return new StelaTexts(folder, bufferBytes);
      }
    },
    LUCENE("Lucene") {
      @Override
      TextStore open(Path folder, int bufferBytes) throws IOException {
        return new LuceneTexts(folder, bufferBytes);
      }
    };

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name for people. */
    String title() {
      return title;
    }

    /**
     * Opens the store in a folder, or makes it.
     *
     * @param bufferBytes memory for what is not written yet
     */
    abstract TextStore open(Path folder, int bufferBytes) throws IOException;
  }

  /** The kinds of query. */
  enum Asked {
    TERM("one word", 1),
    BOTH("two words, both", 2),
    ANY("two words, any", 2),
    PHRASE("a phrase of two words", 2),
    PREFIX("a prefix of four letters", 1);

    private final String title;
    private final int words;

    Asked(String title, int words) {
      this.title = title;
      this.words = words;
    }

    String title() {
      return title;
    }

    int words() {
      return words;
    }
  }

  /** The best of what a query finds. */
  record Best(List<EntityId> ids, float[] scores) {}

  /** Adds documents; they may wait in memory. */
  void add(TextModel.Batch batch) throws IOException;

  /** Makes durable what was added, and lets it be found. */
  void commit() throws IOException;

  /** Leaves as few parts as there can be, and makes them durable. */
  void merge() throws IOException;

  /** Bytes of the files of the index. */
  long indexBytes() throws IOException;

  /** Makes a query, to be asked any number of times. */
  Object query(Asked asked, String[] words);

  /** Returns the best of what a query finds, with their ids. */
  Best best(Object query) throws IOException;

  /** Returns how many a query finds. */
  long count(Object query) throws IOException;

  @Override
  void close() throws IOException;
}
