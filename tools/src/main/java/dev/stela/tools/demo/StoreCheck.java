package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.EntityReader;
import java.io.IOException;
import java.util.ArrayList;
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

  /** Finds transactions of which a part is there and a part is not. */
  Problems halfThere(List<ClassRef> classes, int batchSize, List<ClassRef> present) {
    Set<String> there = present.stream().map(ClassRef::key).collect(Collectors.toSet());
    Problems problems = new Problems();
    for (int from = 0; from < classes.size(); from += batchSize) {
      List<ClassRef> batch = classes.subList(from, Math.min(from + batchSize, classes.size()));
      long found = batch.stream().filter(ref -> there.contains(ref.key())).count();
      if (found != 0 && found != batch.size()) {
        problems.add(found + " of " + batch.size() + " classes from " + batch.getFirst().key());
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

  /** Returns the classes that are not in the store. */
  List<ClassRef> missing(List<ClassRef> classes) {
    List<ClassRef> missing = new ArrayList<>(classes);
    missing.removeIf(ref -> reader.contains(ref.id()));
    return missing;
  }

  private void compare(String key, EntityId id, State expected, Problems problems)
      throws IOException {
    String difference = expected.differenceFrom(reader, id);
    if (difference != null) {
      problems.add(key + " " + difference);
    }
  }
}
