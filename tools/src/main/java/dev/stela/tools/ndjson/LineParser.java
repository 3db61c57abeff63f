package dev.stela.tools.ndjson;

import dev.stela.EntityId;
import dev.stela.InvalidArgumentException;
import dev.stela.Tag;
import dev.stela.internal.format.Utf8;
import dev.stela.internal.write.TransactionContext;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the entity that a line describes. Strict: what the store could not keep as it is written,
 * and what is not known here, is refused, for else it would be lost in silence. One thread.
 */
final class LineParser {
  private static final String ID = "id";
  private static final String TAGS = "tags";
  private static final String CONTENT = "content";
  private static final String TEXT = "text";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // A table of all names ever seen would grow with the file.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private static final Pattern FOR_PROGRAMMERS =
      Pattern.compile(" \\(start marker at \\[Source: .*?]\\)|: enable `\\w+\\.\\w+` to allow");

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  EntityLine parse(RawLine line) throws BadLineException {
    if (!line.isComplete()) {
      throw new BadLineException(
          "the line is too long: bytes=" + line.length() + " limit=" + LineReader.MAX_LINE_BYTES);
    }
    String text = decode(line.bytes());
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      return read(json);
    } catch (JacksonException e) {
      throw new BadLineException("not JSON: " + message(e) + column(e));
    }
  }

  /** Without what is said to the programmer of a parser, which is no help with a line. */
  private static String message(JacksonException failure) {
    return FOR_PROGRAMMERS.matcher(failure.getOriginalMessage()).replaceAll("");
  }

  /** Where it is known: a limit on nesting is exceeded nowhere in particular. */
  private static String column(JacksonException failure) {
    return failure.getLocation() == null ? "" : ": column=" + failure.getLocation().getColumnNr();
  }

  private String decode(byte[] bytes) throws BadLineException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.reset().decode(in, out, true);
    if (result.isError()) {
      throw new BadLineException(
          "not UTF-8: index=%d byte=0x%02x".formatted(in.position(), bytes[in.position()]));
    }
    return out.flip().toString();
  }

  private static EntityLine read(JsonParser json) throws BadLineException {
    require(json.nextToken() == JsonToken.START_OBJECT, "the line", "an object", json);
    EntityId id = null;
    Set<Tag> tags = Set.of();
    byte[] content = null;
    Map<String, String> texts = Map.of();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case ID -> id = id(json);
        case TAGS -> tags = tags(json);
        case CONTENT -> content = content(json);
        case TEXT -> texts = texts(json);
        default ->
            throw new BadLineException(
                "unknown field: field=%s known=%s, %s, %s, %s"
                    .formatted(field, ID, TAGS, CONTENT, TEXT));
      }
    }
    if (json.nextToken() != null) {
      throw new BadLineException("something stands after the object, a line holds one");
    }
    return new EntityLine(id == null ? EntityId.random() : id, tags, content, texts);
  }

  private static EntityId id(JsonParser json) throws BadLineException {
    // Also null: a field that is there and empty is more likely a mistake than a wish.
    require(json.currentToken() == JsonToken.VALUE_STRING, ID, "a string", json);
    try {
      return EntityId.parse(json.getString());
    } catch (InvalidArgumentException e) {
      throw new BadLineException(ID + ": " + e.getMessage());
    }
  }

  private static Set<Tag> tags(JsonParser json) throws BadLineException {
    Set<Tag> tags = new LinkedHashSet<>();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return tags;
    }
    require(json.currentToken() == JsonToken.START_ARRAY, TAGS, "an array of strings", json);
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String what = TAGS + "[" + i + "]";
      require(json.currentToken() == JsonToken.VALUE_STRING, what, "a string", json);
      try {
        tags.add(Tag.of(json.getString()));
      } catch (InvalidArgumentException e) {
        throw new BadLineException(what + ": " + e.getMessage());
      }
    }
    return tags;
  }

  private static byte[] content(JsonParser json) throws BadLineException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> utf8(json.getString(), CONTENT);
      default -> utf8(compact(json), CONTENT);
    };
  }

  private static Map<String, String> texts(JsonParser json) throws BadLineException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return texts;
    }
    require(json.currentToken() == JsonToken.START_OBJECT, TEXT, "an object of strings", json);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      String what = TEXT + "." + field;
      requireBytes(utf8(field, what).length, 1, Tag.MAX_BYTES, "a field name of text");
      json.nextToken();
      require(json.currentToken() == JsonToken.VALUE_STRING, what, "a string", json);
      String text = json.getString();
      requireBytes(utf8(text, what).length, 0, TransactionContext.MAX_TEXT_BYTES, what);
      texts.put(field, text);
    }
    return texts;
  }

  private static byte[] utf8(String text, String what) throws BadLineException {
    try {
      return Utf8.encode(text, what);
    } catch (InvalidArgumentException e) {
      throw new BadLineException(what + " holds half of a surrogate pair, which is no Unicode");
    }
  }

  /** Returns the value without white space, its numbers as they are written. */
  private static String compact(JsonParser json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      for (int depth = copyToken(json, copy); depth > 0; ) {
        json.nextToken();
        depth += copyToken(json, copy);
      }
    }
    return text.toString();
  }

  /** Copies the current token and returns by how much it changes the depth. */
  private static int copyToken(JsonParser json, JsonGenerator copy) {
    switch (json.currentToken()) {
      case START_OBJECT -> copy.writeStartObject();
      case END_OBJECT -> copy.writeEndObject();
      case START_ARRAY -> copy.writeStartArray();
      case END_ARRAY -> copy.writeEndArray();
      case PROPERTY_NAME -> copy.writeName(json.currentName());
      case VALUE_STRING -> copy.writeString(json.getString());
      // As text: a number read into a double may come out as another one.
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(json.getString());
      case VALUE_TRUE -> copy.writeBoolean(true);
      case VALUE_FALSE -> copy.writeBoolean(false);
      case VALUE_NULL -> copy.writeNull();
      default -> throw new IllegalStateException("no token of JSON text: " + json.currentToken());
    }
    return json.currentToken().isStructStart() ? 1 : json.currentToken().isStructEnd() ? -1 : 0;
  }

  private static void requireBytes(int bytes, int least, int most, String what)
      throws BadLineException {
    if (bytes < least || bytes > most) {
      throw new BadLineException(
          what + " has to have " + least + " to " + most + " UTF-8 bytes: bytes=" + bytes);
    }
  }

  private static void require(boolean held, String what, String wanted, JsonParser json)
      throws BadLineException {
    if (!held) {
      throw new BadLineException(what + " has to be " + wanted + ": found=" + found(json));
    }
  }

  private static String found(JsonParser json) {
    return switch (json.currentToken()) {
      case null -> "nothing";
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NULL -> "null";
      default -> json.currentToken().toString();
    };
  }
}
