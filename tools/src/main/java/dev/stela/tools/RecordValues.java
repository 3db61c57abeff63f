package dev.stela.tools;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values of a record, so that what the engine adds to one is shown by itself. */
public final class RecordValues {
  private RecordValues() {}

  /**
   * Reads the components of a report for JSON: durations in nanoseconds, which their names say, and
   * paths as they are written.
   *
   * @param report the record
   * @return names to values in the order of declaration
   */
  public static Map<String, Object> json(Record report) {
    Map<String, Object> values = new LinkedHashMap<>();
    of(report)
        .forEach(
            (name, value) -> {
              switch (value) {
                case Duration duration -> values.put(name + "Nanos", duration.toNanos());
                case Path path -> values.put(name, path.toString());
                default -> values.put(name, value);
              }
            });
    return values;
  }

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
