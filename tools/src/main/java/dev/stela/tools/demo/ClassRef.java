package dev.stela.tools.demo;

import dev.stela.EntityId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A class file of the running JDK. Immutable.
 *
 * @param module the module's name
 * @param name the binary name
 * @param file where the class file is
 */
record ClassRef(String module, String name, Path file) {
  /**
   * Returns the id of the class's entity: module and name, or a UUID of both if that is too long.
   */
  EntityId id() {
    byte[] bytes = key().getBytes(StandardCharsets.UTF_8);
    return bytes.length <= EntityId.MAX_NAME_BYTES
        ? EntityId.named(key())
        : EntityId.of(UUID.nameUUIDFromBytes(bytes));
  }

  /** Returns what tells this class from all others. */
  String key() {
    return module + "/" + name;
  }

  byte[] read() throws IOException {
    return Files.readAllBytes(file);
  }
}
