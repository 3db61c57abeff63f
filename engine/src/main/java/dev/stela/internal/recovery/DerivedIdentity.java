package dev.stela.internal.recovery;

import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.List;

/**
 * What tells whether the derived files hold what a process stored into them before it died: that
 * the kernel has been running since, whose memory they are, and that they are the same files and no
 * copies. Stateless.
 */
final class DerivedIdentity {
  private static final long OFFSET_BASIS = 0xCBF2_9CE4_8422_2325L;
  private static final long PRIME = 0x100_0000_01B3L;

  private DerivedIdentity() {}

  /** Returns a hash of the boot id; 0 if it cannot be known. */
  static long boot(FileOps files) {
    String id = files.bootId();
    return id.isEmpty() ? 0 : hash(id);
  }

  /** Returns a hash of what identifies the derived files; 0 if one of them is missing. */
  static long files(FileOps files, Path store, long directoryGeneration, long indexGeneration) {
    StringBuilder keys = new StringBuilder();
    for (Path path :
        List.of(
            DerivedFiles.directory(store, directoryGeneration),
            DerivedFiles.dictionary(store, indexGeneration),
            DerivedFiles.entities(store, indexGeneration),
            DerivedFiles.postingHeads(store, indexGeneration),
            DerivedFiles.postings(store, indexGeneration))) {
      String key = files.exists(path) ? files.fileKey(path) : "";
      if (key.isEmpty()) {
        return 0;
      }
      keys.append(key).append('\n');
    }
    return hash(keys.toString());
  }

  /** FNV-1a over the characters, and never 0. */
  private static long hash(String text) {
    long hash = OFFSET_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash == 0 ? 1 : hash;
  }
}
