package dev.stela.tools.demo;

import dev.stela.EntityStore;
import dev.stela.tools.Progress;
import java.util.ArrayList;
import java.util.List;

/** Updates a sample of the classes in a store, in all ways that there are. */
final class Updates {
  private Updates() {}

  static List<Updated> apply(EntityStore store, List<ClassRef> sample, Progress progress) {
    Update[] kinds = Update.values();
    List<Updated> done = new ArrayList<>(sample.size());
    for (int i = 0; i < sample.size(); i++) {
      ClassDescription description = ClassDescriber.describe(sample.get(i));
      Update update = kinds[i % kinds.length];
      State after = update.apply(store, description.id(), description.state());
      done.add(
          new Updated(description.key(), description.id(), update, description.state(), after));
      progress.step(1);
    }
    return done;
  }

  /** Chooses classes from all over the list. */
  static List<ClassRef> sample(List<ClassRef> classes, int wanted) {
    int size = Math.min(wanted, classes.size());
    List<ClassRef> sample = new ArrayList<>(size);
    for (long i = 0; i < size; i++) {
      sample.add(classes.get((int) (i * classes.size() / size)));
    }
    return sample;
  }
}
