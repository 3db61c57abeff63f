package dev.stela.takeover;

import dev.stela.internal.storage.ForwardingFiles;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;

/**
 * The real file system, where a copy of a store passes for the store itself: what a process left
 * that died. Any thread.
 */
public final class SameFiles extends ForwardingFiles {
  private final String bootId;

  /** The machine has not been started anew since. */
  public SameFiles() {
    this(new SystemFiles().bootId());
  }

  /** Claims a boot id; empty for none. */
  public SameFiles(String bootId) {
    super(new SystemFiles());
    this.bootId = bootId;
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public String fileKey(Path path) {
    return path.getFileName().toString();
  }
}
