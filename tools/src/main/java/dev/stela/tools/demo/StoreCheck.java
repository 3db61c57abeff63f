package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.EntityReader;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Compares a store with the JDK's classes, which it reads again for that. */
final class StoreCheck {
  private final EntityReader reader;

  StoreCheck(EntityReader reader) {
    this.reader = reader;
  }

  /** Returns the classes that are in the store. */
  List<ClassRef> present(List<ClassRef> classes) {
    return classes.stream().filter(ref -> reader.contains(ref.id())).toList();
  }

  /** Finds acknowledged classes that are not there. */
  Problems lost(List<Acknowledgement> acknowledged, List<ClassRef> present) {
    Set<String> there = present.stream().map(ClassRef::key).collect(Collectors.toSet());
    Problems problems = new Problems();
    for (Acknowledgement batch : acknowledged) {
      for (String key : batch.keys()) {
        if (!there.contains(key)) {
          problems.add(key + " of commit " + batch.lsn() + " is lost");
        }
      }
    }
    return problems;
  }

  /** Finds what is not there of the first classes, and what is there of the others. */
  Problems otherThanFirst(List<ClassRef> classes, long first, List<ClassRef> present) {
    Set<String> there = present.stream().map(ClassRef::key).collect(Collectors.toSet());
    Problems problems = new Problems();
    for (int i = 0; i < classes.size(); i++) {
      String key = classes.get(i).key();
      if (there.contains(key) != i < first) {
        problems.add(key + " at position " + i + (i < first ? " is missing" : " is there already"));
      }
    }
    return problems;
  }

  /** Reads classes again and finds those that differ from what the store has. */
  Problems different(List<ClassRef> classes, int batchSize, Consumer<ClassDescription> seen)
      throws IOException {
    Problems problems = new Problems();
    try (DescribedBatches batches = new DescribedBatches(classes, batchSize)) {
      while (batches.hasNext()) {
        List<ClassDescription> batch = batches.next();
        for (ClassDescription description : batch) {
          compare(description.key(), description.id(), description.state(), problems);
          seen.accept(description);
        }
      }
    }
    return problems;
  }

  /** Finds entities that are not as they should be. */
  Problems different(List<Updated> updated, boolean before) throws IOException {
    Problems problems = new Problems();
    for (Updated entity : updated) {
      compare(entity.key(), entity.id(), before ? entity.before() : entity.after(), problems);
    }
    return problems;
  }

  private void compare(String key, EntityId id, State expected, Problems problems)
      throws IOException {
    String difference = expected.differenceFrom(reader, id);
    if (difference != null) {
      problems.add(key + " " + difference);
    }
  }
}
