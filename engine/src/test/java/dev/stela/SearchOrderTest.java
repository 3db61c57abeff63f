package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.query.Cursor;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The order of results, and parts of them: compared with a plain sort of all entities. */
class SearchOrderTest {
  private static final String[] NUMBERS = {"1", "1.0", "01", "2", "-3", "1e1", "10", "none", "7.5"};

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private EntityStore store;
  private int created;

  @BeforeEach
  void open() {
    store = reopened();
    for (int i = 0; i < 60; i++) {
      change();
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldSortAsPlainlySortedWhenOrderedByAnything() {
    long moment = store.lsn();
    List<Known> now = known(store, "kind:b");
    for (int i = 0; i < 20; i++) {
      change();
    }
    try (Snapshot snapshot = store.asOf(moment)) {
      for (Order order : orders()) {
        requireOrdered(snapshot, order, now);
        requireOrdered(store, order, known(store, "kind:b"));
      }
    }
  }

  @Test
  void shouldReadEntitiesOnlyWhenThereAreManyMoreValues() {
    for (int i = 0; i < 20; i++) {
      change();
    }
    Search search = store.search("kind:b");
    String few = search.orderBy(Order.value("rank")).explain().step();
    String many = search.orderBy(Order.value("serial")).explain().step();
    assertTrue(few.contains("through up to 9 values"), few);
    assertTrue(many.contains("read from the entities"), many);
  }

  @Test
  void shouldGoOnExactlyWhereItStoppedWhenPagesAreReadWhileTheStoreChanges() {
    for (Order order : orders()) {
      List<EntityId> expected = sorted(known(store, "kind:b"), order);
      List<EntityId> paged = new ArrayList<>();
      Search first = store.search("kind:b").orderBy(order);
      String cursor = null;
      long lsn = store.lsn();
      do {
        Search page = store.search("kind:b").orderBy(order).limit(1 + random.nextInt(40));
        try (Hits<EntityId> hits = (cursor == null ? page : page.after(cursor)).ids()) {
          assertEquals(expected.size(), hits.total(), this::seed);
          assertEquals(lsn, hits.lsn(), this::seed);
          paged.addAll(hits.toList());
          assertTrue(paged.size() <= expected.size(), () -> seed() + " order " + order);
          cursor = hits.cursor();
        }
        change();
      } while (cursor != null);
      assertEquals(expected, paged, () -> seed() + " order " + order);
      assertNotNull(first.limit(0).ids().cursor());
    }
  }

  @Test
  void shouldGoOnWhenTheStoreWasOpenedAgain() {
    Order order = Order.number("rank").reversed();
    List<EntityId> expected = sorted(known(store, "kind:b"), order);
    String cursor;
    try (Hits<Entity> hits = store.search("kind:b").orderBy(order).offset(3).entities()) {
      assertEquals(expected.get(3), hits.next().id());
      cursor = hits.cursor();
    }
    change();
    store.close();
    store = reopened();
    Search rest = store.search("kind:b").orderBy(order).after(cursor);
    assertEquals(expected.subList(4, expected.size()), rest.ids().toList(), this::seed);
    assertEquals(expected.size(), rest.count());
  }

  @Test
  void shouldStartWhereItWouldHaveGoneOnWhenNothingWasRead() {
    List<EntityId> expected = sorted(known(store, "kind:b"), Order.id());
    Search search = store.search("kind:b").orderBy(Order.id());
    try (Hits<EntityId> hits = search.offset(5).limit(0).ids()) {
      assertFalse(hits.hasNext());
      assertEquals(
          expected.subList(5, expected.size()), search.after(hits.cursor()).ids().toList(), seed());
    }
  }

  @Test
  void shouldBeEmptyWhenOffsetIsPastTheEnd() {
    for (Order order : orders()) {
      long total = store.search("kind:b").count();
      for (long offset : new long[] {total, total + 1, Long.MAX_VALUE}) {
        try (Hits<EntityId> hits =
            store.search("kind:b").orderBy(order).offset(offset).limit(Long.MAX_VALUE).ids()) {
          assertEquals(List.of(), hits.toList());
          assertEquals(total, hits.total());
          assertNull(hits.cursor());
        }
      }
    }
  }

  @Test
  void shouldRefuseWhenACursorIsNotThatOfTheSearch() {
    Search search = store.search("kind:b");
    String cursor = search.limit(1).ids().cursor();
    long before = store.lsn();
    change();
    String newer = store.search("kind:b").limit(1).ids().cursor();

    refused("another search", () -> store.search("kind:a").after(cursor).ids());
    refused("another search", () -> search.orderBy(Order.id()).after(cursor).ids());
    refused("another search", () -> search.orderBy(Order.created().reversed()).after(cursor).ids());
    refused("not both", () -> search.after(cursor).offset(1));
    refused("not both", () -> search.offset(1).after(cursor));
    Cursor decoded = Cursor.decode(cursor);
    Cursor beyond = new Cursor(decoded.lsn(), decoded.fingerprint(), 1_000_000);
    refused("lost", () -> search.after(beyond.encode()).ids());
    refused("damaged", () -> search.after(""));
    refused("damaged", () -> search.after("#"));
    refused("damaged", () -> search.after(cursor + "A"));
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'Q' ? 'g' : 'Q';
      String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
      refused("damaged", () -> search.after(changed));
    }
    try (Snapshot snapshot = store.asOf(before)) {
      refused("newer", () -> snapshot.search("kind:b").after(newer).ids());
    }
    try (EntityStore other = EntityStore.open(folder.resolve("other"))) {
      refused("another store", () -> other.search("kind:b").after(cursor).ids());
    }
  }

  @Test
  void shouldRefuseWhenANamespaceCannotBe() {
    Search all = store.search(Query.all());
    assertThrows(InvalidArgumentException.class, () -> Order.number("a:b"));
    assertThrows(InvalidArgumentException.class, () -> new Order(Order.By.ID, "a", false));
    assertThrows(InvalidArgumentException.class, () -> new Order(null, null, false));
    assertThrows(InvalidArgumentException.class, () -> all.facets("a:b"));
    assertThrows(InvalidArgumentException.class, () -> store.values("a:b"));
    assertEquals(List.of(), all.facets("none"));
  }

  @Test
  void shouldRefuseWhenLimitOrOffsetIsNegative() {
    Search search = store.search("kind:b");
    refused("limit", () -> search.limit(-1));
    refused("offset", () -> search.offset(-1));
  }

  private void requireOrdered(QueryReader reader, Order order, List<Known> known) {
    List<EntityId> expected = sorted(known, order);
    Search search = reader.search("kind:b").orderBy(order);
    assertEquals(expected, search.ids().toList(), () -> seed() + " order " + order);
    for (int i = 0; i < 5; i++) {
      int offset = random.nextInt(expected.size() + 2);
      int limit = random.nextInt(20);
      int from = Math.min(offset, expected.size());
      int to = Math.min(from + limit, expected.size());
      try (Hits<Entity> hits = search.offset(offset).limit(limit).entities()) {
        assertEquals(
            expected.subList(from, to),
            hits.toList().stream().map(Entity::id).toList(),
            () -> seed() + " order " + order + " offset " + offset + " limit " + limit);
        assertEquals(expected.size(), hits.total());
      }
    }
  }

  private static List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    for (Order order :
        List.of(
            Order.created(),
            Order.updated(),
            Order.id(),
            Order.tagCount(),
            Order.value("rank"),
            Order.number("rank"),
            Order.value("serial"),
            Order.number("serial"),
            Order.value("nowhere"))) {
      orders.add(order);
      orders.add(order.reversed());
    }
    return orders;
  }

  /** An entity with its place in the order of creation. */
  private record Known(Entity entity, int ordinal) {}

  private static List<Known> known(EntityStore store, String tag) {
    List<Known> known = new ArrayList<>();
    EntityView view = new EntityView();
    for (EntityId id : store.search(Query.all()).ids().toList()) {
      store.read(id, view);
      Entity entity = store.get(id).orElseThrow();
      if (entity.hasTag(tag)) {
        known.add(new Known(entity, view.ordinal()));
      }
    }
    known.sort(Comparator.comparingInt(Known::ordinal));
    return known;
  }

  /** Sorts by reading what the order says, without any index. */
  private static List<EntityId> sorted(List<Known> known, Order order) {
    Comparator<Entity> comparator =
        switch (order.by()) {
          case CREATED -> Comparator.comparing(Entity::created);
          case UPDATED -> Comparator.comparing(Entity::updated);
          case ID -> Comparator.comparing(Entity::id);
          case TAG_COUNT -> Comparator.comparingInt(entity -> entity.tags().size());
          case VALUE -> Comparator.comparing(entity -> firstValue(entity, order));
          case NUMBER -> Comparator.comparing(entity -> firstNumber(entity, order));
        };
    boolean byValue = order.by() == Order.By.VALUE || order.by() == Order.By.NUMBER;
    Comparator<Entity> directed = order.descending() ? comparator.reversed() : comparator;
    List<Known> sorted = new ArrayList<>(known);
    sorted.sort(
        (one, other) -> {
          boolean oneHas = !byValue || hasValue(one.entity, order);
          boolean otherHas = !byValue || hasValue(other.entity, order);
          return oneHas && otherHas
              ? directed.compare(one.entity, other.entity)
              : Boolean.compare(otherHas, oneHas);
        });
    return sorted.stream().map(item -> item.entity.id()).toList();
  }

  private static boolean hasValue(Entity entity, Order order) {
    return !values(entity, order).isEmpty();
  }

  private static List<Tag> values(Entity entity, Order order) {
    return entity.tags().stream()
        .filter(tag -> order.namespace().equals(tag.namespace()))
        .filter(tag -> order.by() == Order.By.VALUE || !tag.value().equals("none"))
        .toList();
  }

  private static Tag firstValue(Entity entity, Order order) {
    List<Tag> values = values(entity, order);
    return order.descending() ? Collections.max(values) : Collections.min(values);
  }

  private static BigDecimal firstNumber(Entity entity, Order order) {
    List<BigDecimal> numbers =
        values(entity, order).stream().map(tag -> new BigDecimal(tag.value())).toList();
    return order.descending() ? Collections.max(numbers) : Collections.min(numbers);
  }

  /** Creates some entities in one commit, and changes some. */
  private void change() {
    store.write(
        transaction -> {
          int count = random.nextInt(12);
          for (int i = 0; i < count; i++) {
            transaction.create(draft());
          }
        });
    for (int i = 0; i < 3 && created > 0; i++) {
      EntityId id = id(random.nextInt(created));
      if (store.contains(id)) {
        switch (random.nextInt(4)) {
          case 0 -> store.setTag(id, "rank:" + NUMBERS[random.nextInt(NUMBERS.length)]);
          case 1 -> store.addTag(id, "rank:" + NUMBERS[random.nextInt(NUMBERS.length)]);
          case 2 -> store.setTag(id, "serial:" + random.nextInt(10_000));
          default -> store.delete(id);
        }
      }
    }
  }

  private EntityDraft draft() {
    EntityDraft draft = EntityDraft.of(id(created++)).tag("kind:" + "aab".charAt(created % 3));
    // So many values that entities are read instead of each value's list.
    for (int i = random.nextInt(8); i > 0; i--) {
      draft.tag("serial:" + random.nextInt(10_000));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      draft.tag("rank:" + NUMBERS[random.nextInt(NUMBERS.length)]);
    }
    return draft;
  }

  /** Ids not in the order of their creation, some of them negative as signed numbers. */
  private static EntityId id(int number) {
    return number % 3 == 0
        ? EntityId.named("entity " + number)
        : EntityId.of(number * 0x9E3779B97F4A7C15L, 1 + number);
  }

  private EntityStore reopened() {
    StoreConfig config = StoreConfig.builder().durability(Durability.ASYNC).build();
    return EntityStore.open(folder.resolve("store"), config);
  }

  private String seed() {
    return "seed " + seed;
  }

  private static void refused(String reason, Executable ask) {
    String message = assertThrows(InvalidArgumentException.class, ask).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
