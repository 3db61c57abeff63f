package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
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
  void shouldFindWhatIsLostOutOfOrderOrDifferent() throws IOException {
    List<ClassRef> classes = JdkClasses.list(40);
    try (EntityStore store = EntityStore.open(folder.resolve("s"), SampleStore.config())) {
      List<ClassRef> first = classes.subList(0, 25);
      BulkLoader load = store.bulkLoader(Loader.LOAD, BulkOptions.defaults());
      new Loader(store, load, BATCH).load(first, (lsn, batch) -> {});
      store.addTag(classes.get(3).id(), "one:more");
      StoreCheck check = new StoreCheck(store);
      List<ClassRef> present = check.present(classes);
      List<String> keys = classes.stream().map(ClassRef::key).toList();

      assertEquals(first, present);
      assertEquals(0, check.otherThanFirst(classes, 25, present).count());
      assertEquals(2, check.otherThanFirst(classes, 27, present).count());
      assertEquals(5, check.otherThanFirst(classes, 20, present).count());
      assertEquals(
          2, check.lost(List.of(new Acknowledgement(1, 0, keys.subList(20, 27))), present).count());
      assertEquals(1, check.different(first, BATCH, seen -> {}).count());
      assertEquals(16, check.different(classes, BATCH, seen -> {}).count());
    }
  }
}
