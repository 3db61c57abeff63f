package dev.stela.jmh;

import dev.stela.EntityId;
import java.nio.file.Path;
import java.util.List;

/**
 * What the stores under comparison are asked to do in a mixed load: each change is atomic and
 * survives the death of the process when it returns, and the device has it some 10 ms later. One
 * thread.
 */
interface MixedStore extends AutoCloseable {
  /** The stores. */
  enum Kind {
    STELA("Stela", List.of()) {
      @Override
      MixedStore open(Path folder) {
        return new StelaMixed(folder);
      }
    },
    ROCKSDB("RocksDB", List.of("--enable-native-access=ALL-UNNAMED")) {
      @Override
      MixedStore open(Path folder) {
        return new RocksMixed(folder);
      }
    };

    private final String title;
    private final List<String> jvmFlags;

    Kind(String title, List<String> jvmFlags) {
      this.title = title;
      this.jvmFlags = jvmFlags;
    }

    /** The name for people. */
    String title() {
      return title;
    }

    /** The JVM flags which the store needs. */
    List<String> jvmFlags() {
      return jvmFlags;
    }

    /** Makes a store in an empty folder. */
    abstract MixedStore open(Path folder);
  }

  /** Stores a new entity with a content and one tag of each namespace of {@link MixedTags}. */
  void insert(EntityId id, byte[] content, int[] values);

  /** Replaces an entity's content. */
  void putContent(EntityId id, byte[] content);

  /** Replaces an entity's tag of a namespace. */
  void setTag(EntityId id, int namespace, int value);

  /** Removes an entity so that its space can come back. */
  void remove(EntityId id);

  /** Copies an entity's content into an array of its length; false if there is no such entity. */
  boolean read(EntityId id, byte[] content);

  /** Whether an entity has a tag. */
  boolean hasTag(EntityId id, int namespace, int value);

  /** Returns once the device has everything. */
  void sync();

  @Override
  void close();
}
