package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.tools.Json;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ClassDescriberTest {
  @Test
  void shouldDescribeAClassByTagsContentAndTexts() throws IOException {
    ClassDescription map = describe("java.base/java.util.HashMap");

    assertEquals("java.base/java.util.HashMap", map.id().name());
    assertTrue(
        map.state()
            .tags()
            .containsAll(
                Set.of(
                    "module:java.base",
                    "package:java.util",
                    "kind:class",
                    "modifier:public",
                    "extends:java.util.AbstractMap",
                    "implements:java.util.Map",
                    "implements:java.io.Serializable")),
        map.state().tags().toString());
    assertTrue(map.state().texts().get("methods").contains("putMapEntries"));
    assertTrue(map.state().texts().get("fields").contains("loadFactor"));
    assertEquals("hash map", map.state().texts().get("title"));
    assertTrue(map.state().texts().get("members").contains("put if absent, "));
    assertFalse(map.state().texts().get("members").contains("load factor"), "it is not public");
    JsonNode json = Json.MAPPER.readTree(map.state().content());
    assertEquals("java.util.AbstractMap", json.get("extends").asString());
    assertEquals("HashMap.java", json.get("sourceFile").asString());
    assertEquals(64, json.get("classFileSha256").asString().length());
  }

  @Test
  void shouldTellKindsApart() throws IOException {
    assertKind("kind:interface", "java.base/java.util.Map");
    assertKind("kind:enum", "java.base/java.util.concurrent.TimeUnit");
    assertKind("kind:annotation", "java.base/java.lang.Deprecated");
    assertKind("kind:module-info", "java.base/module-info");
    assertKind("modifier:static", "java.base/java.util.HashMap$Node");
    assertKind("modifier:sealed", "java.base/java.lang.foreign.MemorySegment");
  }

  @Test
  void shouldDescribeAClassTheSameWayTwice() throws IOException {
    ClassDescription first = describe("java.base/java.lang.String");
    ClassDescription second = describe("java.base/java.lang.String");

    assertArrayEquals(first.state().content(), second.state().content());
    assertEquals(first.state().tags(), second.state().tags());
    assertEquals(first.state().texts(), second.state().texts());
  }

  @Test
  void shouldCountTagsAndReplaceNamesThatAreTooLong(@TempDir Path folder) throws IOException {
    String longName = "p." + "x".repeat(300);
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(longName),
                c -> c.withInterfaceSymbols(ClassDesc.of("q.Short"), ClassDesc.of(longName + "I")));
    Path file = Files.write(folder.resolve("Long.class"), bytes);

    ClassDescription described = ClassDescriber.describe(new ClassRef("m", longName, file));

    assertEquals(1, described.droppedTags());
    assertTrue(described.state().tags().contains("implements:q.Short"));
    assertTrue(!described.id().isNamed(), "the name is too long for an id");
    assertEquals("m/" + longName, described.state().texts().get("name"));
  }

  @Test
  void shouldSpreadALimitedListOverTheWholeJdk() throws IOException {
    List<ClassRef> few = JdkClasses.list(200);

    assertEquals(200, few.size());
    assertEquals(200, few.stream().map(ClassRef::id).distinct().count());
    assertTrue(few.stream().map(ClassRef::module).distinct().count() > 10, few.toString());
  }

  private static void assertKind(String tag, String key) throws IOException {
    ClassDescription described = describe(key);
    assertTrue(described.state().tags().contains(tag), described.state().tags().toString());
  }

  private static ClassDescription describe(String key) throws IOException {
    ClassRef ref =
        JdkClasses.list(0).stream().filter(r -> r.key().equals(key)).findFirst().orElseThrow();
    return ClassDescriber.describe(ref);
  }
}
