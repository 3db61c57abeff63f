package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles the Java examples of a page, one after another in one method, and runs them with their
 * assertions. {@code Path.of("…")} means a path in the test's folder. Lines keep their numbers, so
 * that a failure names the line of the page.
 */
class GuideTest {
  private static final String TYPE = "Example";
  private static final List<String> IMPORTS =
      List.of(
          "dev.stela.*",
          "java.io.*",
          "java.lang.foreign.MemorySegment",
          "java.nio.charset.StandardCharsets",
          "java.nio.file.*",
          "java.time.*",
          "java.util.*");

  @TempDir private Path folder;

  @Test
  void shouldRunTheGuide() throws Exception {
    run("docs/guide.md", 10);
  }

  @Test
  void shouldRunTheReadme() throws Exception {
    run("README.md", 1);
  }

  private void run(String page, int atLeast) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(page, source(page, atLeast), classes);
    try (var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      loader.setDefaultAssertionStatus(true);
      var method = loader.loadClass(TYPE).getDeclaredMethod("run", Path.class);
      method.setAccessible(true);
      try {
        method.invoke(null, folder);
      } catch (InvocationTargetException e) {
        throw new AssertionError(page + ": " + e.getCause() + where(e.getCause()), e.getCause());
      }
    }
  }

  private static String where(Throwable failure) {
    for (StackTraceElement element : failure.getStackTrace()) {
      if (element.getClassName().equals(TYPE)) {
        return " at line " + element.getLineNumber();
      }
    }
    return "";
  }

  private static String source(String page, int atLeast) throws IOException {
    var head = new StringBuilder();
    IMPORTS.forEach(name -> head.append("import ").append(name).append(";"));
    var body = new StringBuilder();
    int examples = 0;
    boolean inside = false;
    for (String line : Docs.lines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```java");
        examples += inside ? 1 : 0;
      } else if (inside && line.startsWith("import ")) {
        head.append(line);
      } else if (inside) {
        body.append(line.replace("Path.of(\"", "base.resolve(\""));
      }
      body.append('\n');
    }
    int found = examples;
    assertTrue(found >= atLeast, () -> "examples found on " + page + ": " + found);
    return head
        + "final class %s { static void run(Path base) throws Exception {".formatted(TYPE)
        + body
        + "}}";
  }

  private static void compile(String page, String source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + TYPE + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-proc:none",
            "-Xlint:deprecation,removal,unchecked,rawtypes",
            "-Werror",
            "-d",
            classes.toString(),
            "-classpath",
            String.join(
                System.getProperty("path.separator"),
                placeOf(EntityStore.class),
                placeOf(DirectBuffer.class)));
    boolean compiled;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      compiled = compiler.getTask(null, files, diagnostics, options, null, List.of(unit)).call();
    }
    List<String> messages = new ArrayList<>();
    for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
      messages.add(page + ":" + diagnostic.getLineNumber() + ": " + diagnostic.getMessage(null));
    }
    assertTrue(compiled, () -> String.join("\n", messages));
  }

  /** Not the class path's property: under Maven that is a jar with a list. */
  private static String placeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
