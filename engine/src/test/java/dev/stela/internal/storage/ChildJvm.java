package dev.stela.internal.storage;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a second process with the classes under test. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts a main class of the tests; its error output goes to that of this process. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp"));
    // Not java.class.path: the build may have put the classes on the module path.
    command.add(rootOf(SystemFiles.class) + File.pathSeparator + rootOf(main));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path rootOf(Class<?> type) {
    var name = type.getName().replace('.', '/') + ".class";
    var url = type.getResource("/" + name).toString();
    return Path.of(URI.create(url.substring(0, url.length() - name.length())));
  }
}
