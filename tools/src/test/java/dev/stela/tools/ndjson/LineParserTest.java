package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityId;
import dev.stela.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  private static final String UUID_TEXT = "0190163d-8694-739b-aea5-966c26f8ad90";

  private final LineParser parser = new LineParser();

  @Test
  void shouldReadAllOfAnEntity() throws BadLineException {
    EntityLine line =
        parse(
            """
            {"id": "ada: \\u00dc", "tags": ["a:b", "\u00fc:\ud83d\ude80", "plain", "a:b"],
             "content": "notes", "text": {"bio": "Countess"}}\
            """
                .replace('\n', ' '));

    assertEquals(EntityId.named("ada: \u00dc"), line.id());
    assertEquals(
        Set.of(Tag.of("a:b"), Tag.of("\u00fc:\ud83d\ude80"), Tag.of("plain")), line.tags());
    assertEquals("notes", text(line.content()));
    assertEquals(Map.of("bio", "Countess"), line.texts());
  }

  @Test
  void shouldTakeAUuidForOneAndAnythingElseForAName() throws BadLineException {
    assertEquals(
        EntityId.of(UUID.fromString(UUID_TEXT)), parse("{\"id\":\"" + UUID_TEXT + "\"}").id());
    assertEquals(
        EntityId.named(UUID_TEXT.replace("-", "")),
        parse("{\"id\":\"" + UUID_TEXT.replace("-", "") + "\"}").id());
  }

  @Test
  void shouldMakeANewIdEachTimeWhenThereIsNone() throws BadLineException {
    EntityId first = parse("{}").id();

    assertFalse(first.isNamed());
    assertNotEquals(first, parse("{}").id());
  }

  @Test
  void shouldTakeNullForNothingButNotAsAnId() throws BadLineException {
    EntityLine line = parse("{\"id\":\"a\",\"tags\":null,\"content\":null,\"text\":null}");

    assertEquals(Set.of(), line.tags());
    assertNull(line.content());
    assertEquals(Map.of(), line.texts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"text\"|text",
        "\"\"|``",
        "{ \"b\" : [ 1 , 2.50 , -0 ] , \"a\" : { } }|{\"b\":[1,2.50,-0],\"a\":{}}",
        "[ ]|[]",
        "[ null , true , false ]|[null,true,false]",
        "1e400|1e400",
        "12345678901234567890.10|12345678901234567890.10",
        "true|true",
        "{\"\\u00fc\\n\": \"\\ud83d\\ude80\\u0000\"}|{\"\u00fc\\n\":\"\ud83d\ude80\\u0000\"}"
      })
  void shouldStoreAStringAsItIsAndElseCompactJson(String json, String content)
      throws BadLineException {
    assertEquals(content, text(parse("{\"content\":" + json + "}").content()));
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        Arguments.of("nonsense", "not JSON: "),
        Arguments.of("{\"id\": \"a\"", "not JSON: "),
        Arguments.of("{\"id\": 'a'}", "column=8"),
        Arguments.of("{\"id\": \"a\",}", "not JSON: "),
        Arguments.of("{\"id\": \"a\tb\"}", "not JSON: "),
        Arguments.of("{\"content\": 01}", "not JSON: "),
        Arguments.of("{\"content\": NaN}", "not JSON: "),
        Arguments.of("{\"content\": " + "[".repeat(2000) + "]".repeat(2000) + "}", "not JSON: "),
        Arguments.of("\ufeff{}", "not JSON: "),
        Arguments.of("[]", "the line has to be an object: found=array"),
        Arguments.of("17", "the line has to be an object: found=number"),
        Arguments.of("{} {}", "something stands after the object"),
        Arguments.of("{\"ID\": \"a\"}", "unknown field: field=ID known=id, tags, content, text"),
        Arguments.of("{\"id\": \"a\", \"id\": \"a\"}", "Duplicate"),
        Arguments.of("{\"content\": {\"a\": 1, \"a\": 2}}", "Duplicate"),
        Arguments.of("{\"text\": {\"a\": \"1\", \"a\": \"2\"}}", "Duplicate"),
        Arguments.of("{\"id\": null}", "id has to be a string: found=null"),
        Arguments.of("{\"id\": 17}", "id has to be a string: found=number"),
        Arguments.of("{\"id\": \"\"}", "id: an entity name has 1 to 255 UTF-8 bytes: bytes=0"),
        Arguments.of("{\"id\": \"" + "x".repeat(256) + "\"}", "bytes=256"),
        Arguments.of("{\"id\": \"00000000-0000-0000-0000-000000000000\"}", "nil UUID"),
        Arguments.of("{\"id\": \"\\ud800\"}", "id: an entity name must be valid Unicode"),
        Arguments.of("{\"tags\": \"a:b\"}", "tags has to be an array of strings: found=string"),
        Arguments.of("{\"tags\": {\"a\": \"b\"}}", "found=object"),
        Arguments.of("{\"tags\": [\"a\", 1]}", "tags[1] has to be a string: found=number"),
        Arguments.of("{\"tags\": [null]}", "tags[0] has to be a string: found=null"),
        Arguments.of("{\"tags\": [\"a:\\u0000\"]}", "tags[0]: a tag has no control characters"),
        Arguments.of("{\"tags\": [\"a:\\u0085\"]}", "character=U+0085"),
        Arguments.of("{\"tags\": [\"\"]}", "tags[0]: a tag has 1 to 255 UTF-8 bytes"),
        Arguments.of("{\"tags\": [\"" + "\u00fc".repeat(128) + "\"]}", "bytes=256"),
        Arguments.of("{\"tags\": [\"\\udc00\"]}", "tags[0]: a tag must be valid Unicode"),
        Arguments.of("{\"content\": \"\\ud800\"}", "content holds half of a surrogate pair"),
        Arguments.of("{\"content\": [\"\\ud800\"]}", "content holds half of a surrogate pair"),
        Arguments.of("{\"text\": \"a\"}", "text has to be an object of strings: found=string"),
        Arguments.of("{\"text\": {\"a\": 1}}", "text.a has to be a string: found=number"),
        Arguments.of("{\"text\": {\"a\": null}}", "text.a has to be a string: found=null"),
        Arguments.of("{\"text\": {\"\": \"a\"}}", "1 to 255 UTF-8 bytes: bytes=0"),
        Arguments.of("{\"text\": {\"" + "x".repeat(256) + "\": \"a\"}}", "bytes=256"),
        Arguments.of("{\"text\": {\"a\": \"\\ud800\"}}", "text.a holds half"),
        Arguments.of("{\"text\": {\"\\ud800\": \"a\"}}", "not JSON: "),
        Arguments.of(
            "{\"text\": {\"a\": \"" + "x".repeat((1 << 20) + 1) + "\"}}",
            "text.a has to have 0 to 1048576 UTF-8 bytes: bytes=1048577"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\": \"a\"", "{\"tags\": [\"a\"", "{\"content\": {\"a\": NaN}}"})
  void shouldNotSpeakOfTheParserWhenALineIsNotJson(String text) {
    String message = assertThrows(BadLineException.class, () -> parse(text)).getMessage();

    assertFalse(message.contains("Source") || message.contains("Feature"), message);
    assertTrue(message.matches("not JSON: .*: column=\\d+"), message);
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void shouldSayWhyWhenALineIsNoEntity(String line, String reason) {
    String message = assertThrows(BadLineException.class, () -> parse(line)).getMessage();

    assertTrue(message.contains(reason), message);
  }

  @Test
  void shouldTakeWhatIsJustWithinTheLimits() throws BadLineException {
    String longest = "x".repeat(255);
    EntityLine line =
        parse(
            "{\"id\":\"%s\",\"tags\":[\"%s\"],\"text\":{\"%s\":\"%s\"}}"
                .formatted(longest, longest, longest, "x".repeat(1 << 20)));

    assertEquals(EntityId.named(longest), line.id());
    assertEquals(Set.of(Tag.of(longest)), line.tags());
    assertEquals(1 << 20, line.texts().get(longest).length());
  }

  @Test
  void shouldSayWhereWhenALineIsNotUtf8() {
    byte[][] bad = {
      {'{', '}', (byte) 0xFF},
      {'"', (byte) 0xC0, (byte) 0x80, '"'},
      {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
      {'"', (byte) 0xC3}
    };
    int[] index = {2, 1, 1, 1};
    for (int i = 0; i < bad.length; i++) {
      RawLine line = new RawLine(1, bad[i], bad[i].length);
      String message = assertThrows(BadLineException.class, () -> parser.parse(line)).getMessage();
      assertTrue(message.startsWith("not UTF-8: index=" + index[i]), message);
    }
  }

  @Test
  void shouldSayHowLongWhenALineIsTooLong() {
    RawLine line = new RawLine(1, new byte[LineReader.KEPT_BYTES], 20_000_000);

    String message = assertThrows(BadLineException.class, () -> parser.parse(line)).getMessage();

    assertEquals("the line is too long: bytes=20000000 limit=16777216", message);
  }

  @Test
  void shouldKeepBytesThatAreNoAscii() throws BadLineException {
    assertArrayEquals(
        "\u00fc\u20ac\ud83d\ude80".getBytes(StandardCharsets.UTF_8),
        parse("{\"content\":\"\u00fc\u20ac\\ud83d\\ude80\"}").content());
  }

  private EntityLine parse(String line) throws BadLineException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return parser.parse(new RawLine(1, bytes, bytes.length));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
