package dev.stela.jmh;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many bytes the files in a folder have. Neither Stela's files nor those of its peers are
 * sparse. Files may come and go meanwhile: what is gone counts as nothing. Stateless; any thread.
 */
final class DiskUse {
  /** A number that ends a file's name is a generation or a segment. */
  private static final String NUMBERED = "-?\\d+$";

  private DiskUse() {}

  static long bytes(Path folder) {
    return byKind(folder).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes by what the files are: by their folder and extension, or by their name. */
  static Map<String, Long> byKind(Path folder) {
    Map<String, Long> found = new TreeMap<>();
    add(found, folder.toFile(), "");
    return found;
  }

  private static void add(Map<String, Long> found, File folder, String prefix) {
    File[] files = folder.listFiles();
    if (files == null) {
      return;
    }
    for (File file : files) {
      if (file.isDirectory()) {
        add(found, file, prefix + file.getName() + "/");
      } else {
        found.merge(prefix + kind(file.getName()), file.length(), Long::sum);
      }
    }
  }

  private static String kind(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && Character.isDigit(name.charAt(0))
        ? "*" + name.substring(dot)
        : name.replaceFirst(NUMBERED, "");
  }
}
