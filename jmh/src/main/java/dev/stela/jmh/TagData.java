package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder with a store of all entities of the {@link TagModel}: the report's, which it has made
 * for all its measurements and names in a system property, or one of this measurement's own. One
 * thread.
 */
final class TagData implements AutoCloseable {
  /** The system property that names the folder which the report has made. */
  static final String FOLDER_PROPERTY = "stela.jmh.tags";

  private final Scratch scratch;
  private final Path folder;

  private TagData(Scratch scratch, Path folder) {
    this.scratch = scratch;
    this.folder = folder;
  }

  /** For a measurement that changes nothing. */
  static TagData shared(QueryStore.Kind kind, TagModel model) throws IOException {
    String made = System.getProperty(FOLDER_PROPERTY);
    return made == null ? own(kind, model) : new TagData(null, folder(made, kind));
  }

  /** For a measurement that changes what it finds, a copy. */
  static TagData own(QueryStore.Kind kind, TagModel model) throws IOException {
    Scratch scratch = new Scratch();
    String made = System.getProperty(FOLDER_PROPERTY);
    if (made == null) {
      kind.load(scratch.folder(), model);
      return new TagData(scratch, scratch.folder());
    }
    Path copy = scratch.folder().resolve("copy");
    Scratch.copy(folder(made, kind), copy);
    return new TagData(scratch, copy);
  }

  /**
   * Loads a store for others to share.
   *
   * @param args the store and the folder
   * @throws IOException if its files cannot be made
   */
  public static void main(String[] args) throws IOException {
    QueryStore.Kind kind = QueryStore.Kind.valueOf(args[0]);
    kind.load(Files.createDirectories(folder(args[1], kind)), new TagModel());
  }

  /** The folder for one of the stores that the report makes. */
  static Path folder(String made, QueryStore.Kind kind) {
    return Path.of(made, kind.name());
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    if (scratch != null) {
      scratch.close();
    }
  }
}
