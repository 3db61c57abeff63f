package dev.stela.model;

import dev.stela.EntityId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All that a store has to know: every version of every entity, every commit, every number. */
final class Model {
  /** A commit. */
  record Commit(long lsn, long nanos) {}

  final Map<EntityId, List<ModelVersion>> entities = new LinkedHashMap<>();
  final Map<UUID, EntityId> ids = new HashMap<>();
  final List<Commit> commits = new ArrayList<>();
  final Map<String, Integer> tagNumbers = new HashMap<>();
  final List<String> fields = new ArrayList<>();
  long purged;

  /** What retention may have let go of all that is known here. */
  final KeptPast kept = new KeptPast();

  /** How many numbers of tags were given out, also for tags that nobody got in the end. */
  int tags;

  /** The newest version; null if there is none. */
  ModelVersion newest(EntityId id) {
    List<ModelVersion> versions = entities.get(id);
    return versions == null ? null : versions.getLast();
  }

  /** The version as of an LSN; null if there was none. */
  ModelVersion at(EntityId id, long lsn) {
    List<ModelVersion> versions = entities.get(id);
    int count = versions == null ? 0 : countUpTo(versions, lsn);
    return count == 0 ? null : versions.get(count - 1);
  }

  /** The versions up to an LSN, the oldest first. */
  List<ModelVersion> history(EntityId id, long lsn) {
    List<ModelVersion> versions = entities.getOrDefault(id, List.of());
    return versions.subList(0, countUpTo(versions, lsn));
  }

  /** The index of the last commit whose time is not after {@code nanos}; -1 if all are later. */
  int commitAt(long nanos) {
    int low = 0;
    int high = commits.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (commits.get(middle).nanos() <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** What was there as of an LSN, when so many tags and fields had been defined. */
  Model upTo(long lsn, long tags, long fieldCount) {
    Model earlier = new Model();
    entities.forEach(
        (id, versions) -> {
          int count = countUpTo(versions, lsn);
          if (count > 0) {
            earlier.entities.put(id, new ArrayList<>(versions.subList(0, count)));
            earlier.ids.put(id.toUuid(), id);
          }
        });
    commits.stream().filter(commit -> commit.lsn() <= lsn).forEach(earlier.commits::add);
    tagNumbers.forEach(
        (tag, number) -> {
          if (number <= tags) {
            earlier.tagNumbers.put(tag, number);
          }
        });
    earlier.fields.addAll(fields.subList(0, (int) fieldCount));
    earlier.purged = purged;
    earlier.kept.allow(kept);
    earlier.tags = (int) tags;
    return earlier;
  }

  /**
   * Whether there may be no version from one LSN to another: compaction leaves such commits out.
   */
  boolean hasNothing(long from, long to) {
    return to < kept.bound()
        || entities.values().stream()
            .allMatch(versions -> countUpTo(versions, from - 1) == countUpTo(versions, to));
  }

  long lastLsn() {
    return commits.isEmpty() ? 0 : commits.getLast().lsn();
  }

  long lastNanos() {
    return commits.isEmpty() ? 0 : commits.getLast().nanos();
  }

  /** Forgets an entity. */
  void purge(EntityId id) {
    entities.remove(id);
    ids.remove(id.toUuid());
    purged++;
  }

  private static int countUpTo(List<ModelVersion> versions, long lsn) {
    int low = 0;
    int high = versions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions.get(middle).lsn() <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
