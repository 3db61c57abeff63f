package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.Tag;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How many bytes do the indexes take, in files and on the heap? One process makes a store of many
 * tag events; another, fresh one opens it, asks for every tag, and then counts what is there.
 *
 * <p>Arguments: {@code write} or {@code open}, the case, and the folder.
 */
public final class IndexBytes {
  /** The files that are there for queries by tag, by what is before their generation. */
  static final List<String> FILES = List.of("entities", "dictionary", "posting-heads", "postings");

  private static final int COLLECTIONS = 5;

  /** What has happened in the store. */
  enum Case {
    /** The work of all other measurements. */
    LOADED {
      @Override
      int events() {
        return Workload.ENTITIES * TagModel.TAGS;
      }

      @Override
      void write(Path folder) {
        StelaQueries.load(folder, new TagModel());
      }

      @Override
      List<String> namespaces() {
        return Stream.of(TagModel.Namespace.values()).map(TagModel.Namespace::label).toList();
      }
    },
    /** As many distinct tags as there are entities, each added once, to one of ten thousand. */
    DISTINCT {
      @Override
      int events() {
        return Workload.ENTITIES;
      }

      @Override
      void write(Path folder) {
        try (EntityStore store = StelaStore.open(folder, Durability.ASYNC)) {
          int entities = Math.min(Workload.ENTITIES, 10_000);
          for (int entity = 0; entity < entities; entity++) {
            store.create(EntityDraft.of(Workload.id(entity)));
          }
          SplittableRandom random = new SplittableRandom(11);
          for (int i = 0; i < events(); i++) {
            store.addTag(Workload.id(random.nextInt(entities)), Tag.of("serial", digits(i)));
          }
        }
      }

      @Override
      List<String> namespaces() {
        return List.of("serial");
      }
    },
    /** One entity with 100,000 distinct values, as a metric has that is added to for hours. */
    METRIC {
      @Override
      int events() {
        return Math.min(Workload.ENTITIES, 100_000);
      }

      @Override
      void write(Path folder) {
        try (EntityStore store = StelaStore.open(folder, Durability.ASYNC)) {
          EntityId id = Workload.id(0);
          store.create(EntityDraft.of(id));
          for (int i = 0; i < events(); i++) {
            store.addTag(id, Tag.of("value", digits(i)));
          }
        }
      }

      @Override
      List<String> namespaces() {
        return List.of("value");
      }
    };

    /** How many times a tag is added. */
    abstract int events();

    abstract void write(Path folder);

    abstract List<String> namespaces();

    private static String digits(int number) {
      return "%08d".formatted(number);
    }
  }

  private IndexBytes() {}

  /**
   * Writes, or opens and counts.
   *
   * @param args see above
   * @throws IOException if files cannot be made or read
   */
  public static void main(String[] args) throws IOException {
    Case work = Case.valueOf(args[1]);
    Path folder = Path.of(args[2]);
    if (args[0].equals("write")) {
      work.write(folder);
    } else {
      count(work, folder);
    }
  }

  private static void count(Case work, Path folder) throws IOException {
    Figures figures = new Figures();
    figures.add(name(work, "events"), work.events());
    try (Scratch scratch = new Scratch();
        EntityStore other = StelaStore.open(scratch.folder(), Durability.ASYNC)) {
      // An empty store's query first: the classes and their constants are none of the index.
      askForAll(other, work);
      long before = heap();
      try (EntityStore store = StelaStore.open(folder, Durability.ASYNC)) {
        long asked = askForAll(store, work);
        if (asked != work.events()) {
          throw new WrongResultException(
              "wrong count: expected=" + work.events() + " actual=" + asked);
        }
        figures.add(name(work, "heap"), heap() - before);
        figures.add(name(work, "log"), store.statistics().logBytes());
      }
    }
    for (String file : FILES) {
      figures.add(name(work, file), used(folder.resolve("stela"), file));
    }
    figures.print(System.out);
  }

  /** The figure's name for a part of what a case takes. */
  static String name(Case work, String part) {
    return "bytes." + work + "." + part;
  }

  /** Counts every tag's entities, each by a query of its own; returns the sum. */
  private static long askForAll(EntityStore store, Case work) {
    long sum = 0;
    for (String namespace : work.namespaces()) {
      List<Tag> tags = new ArrayList<>();
      store.values(namespace).forEach(facet -> tags.add(Tag.of(namespace, facet.value())));
      for (Tag tag : tags) {
        sum += store.search(Query.tag(tag.text())).count();
      }
    }
    return sum;
  }

  /** How far the file is used: it grows by whole extents, which are zero at first. */
  private static long used(Path folder, String file) throws IOException {
    Path path;
    try (Stream<Path> files = Files.list(folder)) {
      path =
          files
              .filter(each -> each.getFileName().toString().matches(file + "-\\d+"))
              .findFirst()
              .orElseThrow();
    }
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      long used = channel.size();
      while (used > 0 && mapped.get(ValueLayout.JAVA_BYTE, used - 1) == 0) {
        used--;
      }
      return used;
    }
  }

  private static long heap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
