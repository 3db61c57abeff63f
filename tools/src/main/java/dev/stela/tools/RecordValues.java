package dev.stela.tools;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values of a record, so that what the engine adds to one is shown by itself. */
public final class RecordValues {
  private RecordValues() {}

  /**
   * Reads the components of a public record.
   *
   * @param value the record
   * @return names to values in the order of declaration
   */
  public static Map<String, Object> of(Record value) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        values.put(component.getName(), component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("not a public record: " + value.getClass(), e);
      }
    }
    return values;
  }
}
