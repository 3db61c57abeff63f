package dev.stela.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine on a class path without Lucene, or with a part of it. */
class MissingLuceneTest {
  private static final String CORE = "lucene-core-";
  private static final String LANGUAGES = "lucene-analysis-common-";

  @Test
  void shouldWorkWithoutLuceneUntilOneOfItsAnalyzersIsAskedFor() throws Exception {
    try (URLClassLoader engine = without(CORE, LANGUAGES)) {
      assertThrows(
          ClassNotFoundException.class,
          () -> engine.loadClass("org.apache.lucene.analysis.Analyzer"));
      assertNotNull(named(engine, "keyword"));
      assertNotNull(named(engine, "whitespace"));
      assertNotNull(named(engine, "ngram(2,3)"));
      assertMissing(engine, "standard");
      assertMissing(engine, "english");
    }
  }

  @Test
  void shouldHaveWhatTheCoreHasWhenOnlyTheLanguagesAreMissing() throws Exception {
    try (URLClassLoader engine = without(LANGUAGES)) {
      assertNotNull(named(engine, "standard"));
      assertMissing(engine, "english");
    }
  }

  private static void assertMissing(ClassLoader engine, String name) {
    var failure = assertThrows(InvocationTargetException.class, () -> named(engine, name));
    Throwable error = assertInstanceOf(RuntimeException.class, failure.getCause());
    // Not the class of this test's own loader.
    assertEquals("dev.stela.AnalyzerMissingException", error.getClass().getName());
    assertTrue(error.getMessage().contains("analyzer=" + name), error.getMessage());
    assertTrue(error.getMessage().contains("org.apache.lucene:lucene-core:"), error.getMessage());
  }

  private static Object named(ClassLoader engine, String name) throws Exception {
    return engine
        .loadClass(Analyzers.class.getName())
        .getMethod("named", String.class)
        .invoke(null, name);
  }

  private static URLClassLoader without(String... jars) throws Exception {
    List<URL> path = new ArrayList<>();
    int left = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      if (List.of(jars).stream().anyMatch(file.getFileName().toString()::startsWith)) {
        left++;
      } else {
        path.add(file.toUri().toURL());
      }
    }
    assertEquals(jars.length, left, "Lucene's jars are not on the class path of this test");
    return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
