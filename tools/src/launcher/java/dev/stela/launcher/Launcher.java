package dev.stela.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Main class of the runnable jars, for {@code java -jar} with a Java that may be too old for what
 * is inside: it starts the main class named in {@code META-INF/launched-main} on a JDK that is new
 * enough, with the same arguments, and passes on its exit code. This class is therefore compiled
 * for Java 17. One thread.
 */
public final class Launcher {
  private static final int NEEDED = 25;
  private static final int NO_JAVA = 3;

  private Launcher() {}

  /**
   * Runs the launched main class here or in another JVM.
   *
   * @param args passed on as they are
   * @throws Throwable what the launched main class throws
   */
  public static void main(String[] args) throws Throwable {
    String mainClass = launchedMain();
    if (Runtime.version().feature() >= NEEDED) {
      try {
        Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) args);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    } else {
      System.exit(runElsewhere(mainClass, args));
    }
  }

  private static String launchedMain() throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream("/META-INF/launched-main")) {
      return new String(in.readAllBytes()).strip();
    }
  }

  private static int runElsewhere(String mainClass, String[] args)
      throws IOException, InterruptedException {
    Path java = findJava();
    if (java == null) {
      System.err.printf(
          "This program needs Java %d or newer; this is Java %s and no other was found.%n"
              + "Install a JDK %d, or set STELA_JAVA_HOME to one.%n",
          NEEDED, Runtime.version(), NEEDED);
      return NO_JAVA;
    }
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
    return process.waitFor();
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      // Its own shutdown hooks clear up forked JVMs.
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path findJava() {
    List<Path> homes = new ArrayList<>();
    addVariable(homes, "STELA_JAVA_HOME");
    addVariable(homes, "JAVA_HOME");
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
      try {
        homes.add(Path.of(folder, "java").toRealPath().resolveSibling(".."));
      } catch (IOException e) {
        // No java in this folder.
      }
    }
    Path user = Path.of(System.getProperty("user.home"));
    addChildren(homes, Path.of("/usr/lib/jvm"), "");
    addChildren(homes, user.resolve(".sdkman/candidates/java"), "");
    addChildren(homes, user.resolve(".jdks"), "");
    addChildren(homes, Path.of("/opt"), "");
    addChildren(homes, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
    addChildren(homes, user.resolve("Library/Java/JavaVirtualMachines"), "Contents/Home");
    for (Path home : homes) {
      Path java = home.resolve("bin/java");
      if (Files.isExecutable(java) && feature(home) >= NEEDED) {
        return java;
      }
    }
    return null;
  }

  private static void addVariable(List<Path> homes, String name) {
    String value = System.getenv(name);
    if (value != null && !value.isEmpty()) {
      homes.add(Path.of(value));
    }
  }

  private static void addChildren(List<Path> homes, Path folder, String below) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      children.forEach(child -> found.add(child.resolve(below)));
    } catch (IOException e) {
      return; // Not a place of this machine.
    }
    found.sort(Comparator.reverseOrder());
    homes.addAll(found);
  }

  /** Every JDK since 9 says its version in a file: no process need be started to ask. */
  private static int feature(Path home) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
  }
}
