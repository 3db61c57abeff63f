package dev.stela.internal.text;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.read.Contents;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Makes the tokens of a document from the texts of an entity. One thread. */
public final class DocumentMaker {
  private static final int KEPT_BYTES = 1 << 16;

  private final TextSchema schema;
  private final Dictionary dictionary;
  private final IntFunction<String> names;
  private final Contents contents = new Contents();
  // By number, of those names that the dictionary has for good.
  private TextSchema.Field[] fields = new TextSchema.Field[16];
  private int known;
  private byte[] bytes = new byte[1024];

  /** Makes documents of texts whose fields have their names in the dictionary. */
  public DocumentMaker(TextSchema schema, Dictionary dictionary) {
    this(schema, dictionary, dictionary::field);
  }

  /**
   * As above.
   *
   * @param names gives also the names of fields that the dictionary does not have yet
   */
  public DocumentMaker(TextSchema schema, Dictionary dictionary, IntFunction<String> names) {
    this.schema = schema;
    this.dictionary = dictionary;
    this.names = names;
  }

  /** Returns how texts become terms. */
  public TextSchema schema() {
    return schema;
  }

  /** Tells whether texts of the field with this number are indexed. */
  public boolean isIndexed(int number) {
    return field(number) != null;
  }

  /**
   * Makes a document.
   *
   * @param texts what the entity says
   * @param version its version from which they were loaded; null if none is in the log
   * @throws dev.stela.InvalidArgumentException if an analyzer fails on a text
   */
  public void make(TextSet texts, Version version, DocumentTokens into) {
    into.clear();
    for (int i = 0; i < texts.size(); i++) {
      add(texts, i, version, into);
    }
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[1024];
    }
  }

  /**
   * As {@link #make}, but texts that an analyzer fails on, or that are too much beside the others,
   * are left out: what stands in the log can only be indexed as far as possible.
   *
   * @param required tells of which fields, by their numbers, texts must not be left out
   * @return why the last one was left out; null if none was
   * @throws dev.stela.InvalidArgumentException if a required one would have to be
   */
  public RefusedText makeOfWhatPasses(
      TextSet texts, Version version, IntPredicate required, DocumentTokens into) {
    try {
      make(texts, version, into);
      return null;
    } catch (InvalidArgumentException e) {
      return leaveOut(texts, version, required, into);
    }
  }

  /**
   * Required texts come last, else fields are in the order of their numbers: so whenever all
   * required ones pass, the same is left out as if none were.
   */
  private RefusedText leaveOut(
      TextSet texts, Version version, IntPredicate required, DocumentTokens into) {
    into.clear();
    RefusedText last = null;
    int[] byNumber = IntStream.range(0, texts.size()).map(texts::field).sorted().toArray();
    for (int field : byNumber) {
      if (!required.test(field)) {
        try {
          add(texts, texts.indexOf(field), version, into);
        } catch (InvalidArgumentException e) {
          into.dropField();
          last = new RefusedText(names.apply(field), e);
        }
      }
    }
    for (int field : byNumber) {
      if (required.test(field)) {
        add(texts, texts.indexOf(field), version, into);
      }
    }
    return last;
  }

  private void add(TextSet texts, int index, Version version, DocumentTokens into) {
    TextSchema.Field field = field(texts.field(index));
    if (field != null) {
      into.begin(texts.field(index));
      field.analyzer().analyze(text(texts, index, version), into);
    }
  }

  private String text(TextSet texts, int index, Version version) {
    if (version != null && texts.memory(index) == version.memory()) {
      contents.openText(version, texts.field(index), texts.memory(index), texts.block(index));
    } else {
      contents.openPending(null, texts.memory(index), texts.block(index));
    }
    int length = (int) contents.length();
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    contents.copyFully(0, bytes, 0, length);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private TextSchema.Field field(int number) {
    if (number > known) {
      learn();
    }
    return number <= known ? fields[number] : schema.field(names.apply(number));
  }

  private void learn() {
    int defined = dictionary.fields();
    if (defined >= fields.length) {
      fields = Arrays.copyOf(fields, 2 * defined);
    }
    while (known < defined) {
      known++;
      fields[known] = schema.field(dictionary.field(known));
    }
  }
}
