package dev.stela.internal.query.text;

import dev.stela.TextNotIndexedException;
import dev.stela.internal.analysis.TextAnalyzer;
import dev.stela.internal.analysis.TextSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** In which fields of the index a query looks. One thread. */
final class IndexedFields {
  private final TextMoment moment;
  private final TextSchema schema;
  private final FieldNames names;

  /**
   * A field in the index.
   *
   * @param number that of its name
   */
  record Field(int number, TextAnalyzer analyzer) {}

  IndexedFields(TextMoment moment, TextSchema schema, FieldNames names) {
    this.moment = moment;
    this.schema = schema;
    this.names = names;
  }

  /**
   * Returns the fields of a name.
   *
   * @param name null for all
   * @param positions whether they must have positions; of all, those that have
   * @return none if no document has the field
   * @throws TextNotIndexedException if it is not indexed, or without positions
   */
  List<Field> of(String name, boolean positions) {
    if (name == null) {
      return all(positions);
    }
    TextSchema.Field field = schema.field(name);
    if (field == null) {
      throw new TextNotIndexedException("the field's texts are not indexed: field=" + name, name);
    }
    if (positions && !field.positions()) {
      throw new TextNotIndexedException(
          "the field is indexed without positions, so it has no phrases: field=" + name, name);
    }
    int number = names.number(name);
    return number == 0 ? List.of() : List.of(new Field(number, field.analyzer()));
  }

  private List<Field> all(boolean positions) {
    var numbers = new TreeSet<Integer>();
    for (int i = 0; i < moment.parts(); i++) {
      for (int number : moment.part(i).fields()) {
        numbers.add(number);
      }
    }
    List<Field> fields = new ArrayList<>();
    for (int number : numbers) {
      TextSchema.Field field = schema.field(names.name(number));
      if (field != null && (field.positions() || !positions)) {
        fields.add(new Field(number, field.analyzer()));
      }
    }
    if (fields.isEmpty() && !numbers.isEmpty()) {
      throw new TextNotIndexedException("no field is indexed with positions", null);
    }
    return fields;
  }
}
