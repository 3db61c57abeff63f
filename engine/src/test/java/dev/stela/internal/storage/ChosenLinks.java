package dev.stela.internal.storage;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The real file system, on which only some files can be given a second name: as if the others were
 * on another one. Any thread may use it.
 */
public final class ChosenLinks extends ForwardingFiles {
  private final Predicate<Path> linkable;

  /** Lets files be linked of which the predicate holds. */
  public ChosenLinks(Predicate<Path> linkable) {
    super(new SystemFiles());
    this.linkable = linkable;
  }

  @Override
  public boolean link(Path existing, Path link) {
    return linkable.test(existing) && super.link(existing, link);
  }
}
