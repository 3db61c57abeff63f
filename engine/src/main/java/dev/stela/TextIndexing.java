package dev.stela;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which text fields of entities can be searched, and how their texts become terms.
 *
 * <p>It has a textual form, which {@link #parse} reads and {@link #text} writes: fields with their
 * analyzers, separated by commas, {@code *} for every field that is not named, and {@code none} for
 * no field at all. A field whose posting lists are to have no positions, which makes them smaller
 * and phrases impossible, says so. A name with a comma, a colon, a quote or a backslash stands in
 * quotes, in which {@code \} takes the meaning from the character after it.
 *
 * <pre>{@code title:english,body:standard,code:keyword:nopositions,*:standard}</pre>
 *
 * <p>Immutable; any thread.
 *
 * @param fields the fields, each named once; kept in the order of their names, {@code *} last
 */
public record TextIndexing(List<TextIndexing.Field> fields) {
  /** The name that stands for every field which is not named. */
  public static final String OTHERS = "*";

  private static final TextIndexing NONE = new TextIndexing(List.of());

  /** Checks that no field is named twice. */
  public TextIndexing {
    if (fields == null) {
      throw new InvalidArgumentException("the fields of a text indexing are null");
    }
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (field == null) {
        throw new InvalidArgumentException("a field of a text indexing is null");
      }
      if (!names.add(field.name())) {
        throw new InvalidArgumentException("a text field is named twice: field=" + field.name());
      }
    }
    List<Field> sorted = new ArrayList<>(fields);
    sorted.sort(Comparator.comparing(Field::isOthers).thenComparing(Field::name));
    fields = List.copyOf(sorted);
  }

  /**
   * How one field is indexed.
   *
   * @param name the field's name, 1 to 255 UTF-8 bytes; {@link #OTHERS} for those not named
   * @param analyzer the analyzer's name, such as {@code standard}, {@code english}, {@code keyword}
   *     or {@code ngram(2,3)}; whether there is such an analyzer is known when a store is opened
   * @param positions whether posting lists have positions, which phrases need
   */
  public record Field(String name, String analyzer, boolean positions) {
    /** Checks the parts. */
    public Field {
      TextChecks.requireFieldName(name);
      TextChecks.requireAnalyzerName(analyzer);
    }

    boolean isOthers() {
      return name.equals(OTHERS);
    }
  }

  /**
   * No field is indexed.
   *
   * @return the value
   */
  public static TextIndexing none() {
    return NONE;
  }

  /**
   * Every field is indexed in the same way, with positions.
   *
   * @param analyzer the analyzer's name
   * @return the value
   * @throws InvalidArgumentException if no analyzer can have this name
   */
  public static TextIndexing everyField(String analyzer) {
    return builder().others(analyzer).build();
  }

  /**
   * A builder that has no fields yet.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the textual form.
   *
   * @param text the text
   * @return the value
   * @throws InvalidArgumentException if it is no such text
   */
  public static TextIndexing parse(String text) {
    return TextIndexingText.parse(text);
  }

  /**
   * The textual form: {@link #parse} reads an equal value from it.
   *
   * @return the text
   */
  public String text() {
    return TextIndexingText.of(this);
  }

  /**
   * Whether no field is indexed.
   *
   * @return true if there are no fields
   */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Collects fields. Not thread-safe. */
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a field, with positions.
     *
     * @param name the field's name
     * @param analyzer the analyzer's name
     * @return this builder
     * @throws InvalidArgumentException if a name cannot be
     */
    public Builder field(String name, String analyzer) {
      fields.add(new Field(name, analyzer, true));
      return this;
    }

    /**
     * Adds a field, without positions: phrases cannot be searched for in it.
     *
     * @param name the field's name
     * @param analyzer the analyzer's name
     * @return this builder
     * @throws InvalidArgumentException if a name cannot be
     */
    public Builder fieldWithoutPositions(String name, String analyzer) {
      fields.add(new Field(name, analyzer, false));
      return this;
    }

    /**
     * Adds every field that is not named, with positions.
     *
     * @param analyzer the analyzer's name
     * @return this builder
     * @throws InvalidArgumentException if no analyzer can have this name
     */
    public Builder others(String analyzer) {
      return field(OTHERS, analyzer);
    }

    /**
     * Makes the value.
     *
     * @return the value
     * @throws InvalidArgumentException if a field was added twice
     */
    public TextIndexing build() {
      return new TextIndexing(fields);
    }
  }
}
