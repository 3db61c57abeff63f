package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReindexCommandTest {
  private static final int COUNT = 50;

  @TempDir private Path folder;

  @Test
  void shouldMendTheTextIndexThatVerifyFoundDamaged() throws IOException {
    Path path = create(TextIndexing.everyField("whitespace"));
    damage(path);
    assertEquals(ExitCode.DAMAGED, Cli.run("verify", path).exitCode());
    assertEquals(ExitCode.DAMAGED, Cli.run("search", path, "shared").exitCode());

    Cli.Result result = Cli.run("reindex", path);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(
        result.out().startsWith("text index made anew: " + COUNT + " entities"), result.out());
    assertTrue(result.out().contains(" 1 segments, "), result.out());
    assertEquals(ExitCode.OK, Cli.run("verify", path).exitCode());
    assertTrue(Cli.run("search", path, "shared").out().contains(COUNT + " entities"));
    assertEquals(COUNT, Cli.run("reindex", path, "--json").json().get("textDocuments").asInt());
  }

  @Test
  void shouldRefuseWhenNoTextsAreIndexed() {
    Path path = create(TextIndexing.none());
    Cli.Result result = Cli.run("reindex", path);
    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("indexes no texts"), result.err());
  }

  private Path create(TextIndexing indexing) {
    Path path = folder.resolve("store");
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).textIndexing(indexing).build();
    try (EntityStore store = EntityStore.open(path, config)) {
      for (int i = 0; i < COUNT; i++) {
        store.create(EntityDraft.of(EntityId.named("e" + i)).text("note", "shared word" + i));
      }
    }
    return path;
  }

  private static void damage(Path store) throws IOException {
    try (Stream<Path> all = Files.list(store.resolve("texts"));
        var file = new RandomAccessFile(all.findFirst().orElseThrow().toFile(), "rw")) {
      file.seek(100);
      int old = file.read();
      file.seek(100);
      file.write(old ^ 1);
    }
  }
}
