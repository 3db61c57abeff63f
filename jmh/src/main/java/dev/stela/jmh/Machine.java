package dev.stela.jmh;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What figures were measured on, for whoever compares them with others. Stateless. */
final class Machine {
  private static final double QUIET_LOAD = 0.5;

  private Machine() {}

  /** Processor, kernel, file system of the folder, and JDK, in one line. */
  static String describe(Path folder) throws IOException {
    FileStore files = Files.getFileStore(folder);
    return "%d × %s, %.0f GB; %s %s; %s on %s; JDK %s (%s); load %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            memoryBytes() / 1e9,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            files.type(),
            files.name(),
            Runtime.version(),
            System.getProperty("java.vendor"),
            load());
  }

  /** Why figures from this machine, now, and this folder are not to be relied upon. */
  static List<String> doubts(Path folder) throws IOException {
    List<String> doubts = new ArrayList<>();
    String load = load();
    if (!load.equals("?") && Double.parseDouble(load) > QUIET_LOAD) {
      doubts.add("This machine has other work to do, or had until now: load " + load + ".");
    }
    if (Files.getFileStore(folder).type().equals("tmpfs")) {
      doubts.add("Nothing is durable in " + folder + ", which is in memory.");
    }
    return doubts;
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.isReadable(file) ? Files.readString(file).split(" ", 2)[0] : "?";
  }

  private static String processor() throws IOException {
    Path path = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(path)) {
      return "?";
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("?");
    }
  }
}
