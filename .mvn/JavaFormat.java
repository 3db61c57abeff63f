import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks or rewrites the format of all Java sources; run by the root pom, never by hand. */
class JavaFormat {
  public static void main(String[] args) throws Exception {
    boolean check = args[0].equals("check");
    Path root = Path.of(args[1]);
    List<String> arguments =
        new ArrayList<>(
            check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    int options = arguments.size();
    for (String folder : List.of(".mvn", "engine", "jcstress-tests", "jmh", "tools")) {
      Path sources = root.resolve(folder.equals(".mvn") ? folder : folder + "/src");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .map(Path::toString)
              .filter(name -> name.endsWith(".java"))
              .sorted()
              .forEach(arguments::add);
        }
      }
    }
    if (arguments.size() == options) {
      System.err.println("No Java source found: root=" + root);
      System.exit(1);
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exit = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    out.flush();
    err.flush();
    if (check && exit != 0) {
      System.err.println("The files named above are not formatted. To format: mvn -N -Pformat");
    }
    System.exit(exit);
  }
}
