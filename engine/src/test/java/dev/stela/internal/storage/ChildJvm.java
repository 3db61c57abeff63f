package dev.stela.internal.storage;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.Container;

/** Starts a second process with the classes under test. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts a main class of the tests; its error output goes to that of this process. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    // Not java.class.path: the build may have put the classes on the module path.
    command.add(
        Stream.of(SystemFiles.class, main, LongArrayList.class, Container.class, Caffeine.class)
            .map(ChildJvm::rootOf)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String rootOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
