package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.EntityStore;
import dev.stela.tools.SampleStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {
  private static final int BATCH = 10;

  @TempDir private Path folder;

  @Test
  void shouldFindWhatIsLostHalfThereOrDifferent() throws IOException {
    List<ClassRef> classes = JdkClasses.list(40);
    try (EntityStore store = EntityStore.open(folder.resolve("s"), SampleStore.config())) {
      new Loader(store, BATCH).load(classes.subList(0, 25), (lsn, batch) -> {});
      store.addTag(classes.get(3).id(), "one:more");
      StoreCheck check = new StoreCheck(store);
      List<ClassRef> present = check.present(classes);
      List<String> keys = classes.stream().map(ClassRef::key).toList();

      assertEquals(classes.subList(0, 25), present);
      assertEquals(classes.subList(25, 40), check.missing(classes));
      assertEquals(1, check.halfThere(classes, BATCH, present).count());
      assertEquals(0, check.halfThere(classes.subList(0, 20), BATCH, present).count());
      assertEquals(
          2, check.lost(List.of(new Acknowledgement(1, 0, keys.subList(20, 27))), present).count());
      assertEquals(1, check.different(classes.subList(0, 25), BATCH, seen -> {}).count());
      assertEquals(16, check.different(classes, BATCH, seen -> {}).count());
    }
  }
}
