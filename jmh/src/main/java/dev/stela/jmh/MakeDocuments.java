package dev.stela.jmh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes documents as lines for {@code stela import}: a name, two tags, a title and a body whose
 * words are as frequent as those of a language. The same seed gives the same file.
 */
public final class MakeDocuments {
  private static final String USAGE =
      "--make-documents FILE --documents N [--words 120] [--seed 1]";
  private static final Set<String> OPTIONS = Set.of("--documents", "--words", "--seed");
  private static final int DOCUMENTS = 100_000;
  private static final int WORDS = 120;
  private static final int KINDS = 20;
  private static final int TITLE_WORDS = 6;

  private final ZipfWords words = new ZipfWords();
  private final int bodyWords;
  private final long seed;

  private MakeDocuments(int bodyWords, long seed) {
    this.bodyWords = bodyWords;
    this.seed = seed;
  }

  /**
   * Writes the file.
   *
   * @param args see the usage
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = new Arguments(USAGE, OPTIONS, Set.of(), args);
    int documents = arguments.number("--documents", DOCUMENTS);
    MakeDocuments made =
        new MakeDocuments(arguments.number("--words", WORDS), arguments.number("--seed", 1));
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments.path()))) {
      for (int i = 0; i < documents; i++) {
        out.write(made.line(i));
        out.write('\n');
      }
    }
  }

  /** Each line has a random sequence of its own, so that a line does not depend on others. */
  private String line(int number) {
    SplittableRandom random = new SplittableRandom(seed * DOCUMENTS + number);
    int body = bodyWords / 2 + random.nextInt(bodyWords + 1);
    return "{\"id\":\"document-%d\",\"tags\":[\"kind:%d\",\"number:%d\"],\"text\":{\"title\":\"%s\",\"body\":\"%s\"}}"
        .formatted(
            number,
            random.nextInt(KINDS),
            number,
            words.text(random, 1 + random.nextInt(TITLE_WORDS)),
            words.text(random, body));
  }
}
