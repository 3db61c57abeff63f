package dev.stela.tools;

import java.io.PrintWriter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper: properties in the order of declaration, times in ISO-8601. */
public final class Json {
  /** The mapper; any thread. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private Json() {}

  /**
   * Prints a value on a line of its own, so that a stream of them can be read line by line.
   *
   * @param out where to
   * @param value anything that Jackson can write
   */
  public static void printLine(PrintWriter out, Object value) {
    out.println(MAPPER.writeValueAsString(value));
  }

  /**
   * Prints a value, indented.
   *
   * @param out where to
   * @param value anything that Jackson can write
   */
  public static void print(PrintWriter out, Object value) {
    out.println(MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value));
  }
}
