package dev.stela.tools.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists the classes of the running JDK, in the same order in every process. */
final class JdkClasses {
  private static final String SUFFIX = ".class";

  private JdkClasses() {}

  /** Returns all classes; with a limit above 0, so many of them from all over the JDK. */
  static List<ClassRef> list(int limit) throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    List<ClassRef> all;
    try (Stream<Path> files = Files.walk(modules)) {
      all =
          files
              .filter(file -> file.getNameCount() > 2 && file.toString().endsWith(SUFFIX))
              .map(JdkClasses::ref)
              .sorted(Comparator.comparing(ClassRef::module).thenComparing(ClassRef::name))
              .toList();
    }
    return limit <= 0 ? all : Updates.sample(all, limit);
  }

  private static ClassRef ref(Path file) {
    // The path is /modules/MODULE/PACKAGE/CLASS.class
    String name = file.subpath(2, file.getNameCount()).toString();
    return new ClassRef(
        file.getName(1).toString(),
        name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'),
        file);
  }
}
