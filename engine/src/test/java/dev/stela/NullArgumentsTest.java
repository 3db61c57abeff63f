package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every reference that a public method or constructor takes is null once: where null has no
 * meaning, it is refused by name, and nothing has happened.
 */
@Timeout(120)
class NullArgumentsTest {
  private static final String PACKAGE = "dev.stela.";
  private static final EntityId ID = EntityId.named("one");

  /** What the store makes for others to read; that these can be made at all is Java's doing. */
  private static final Set<Class<?>> REPORTS =
      Set.of(
          BackupReport.class,
          Change.class,
          Change.Event.class,
          Change.Stamp.class,
          CheckpointReport.class,
          CompactionReport.class,
          EntityDiff.class,
          EntityDiff.ContentChange.class,
          EntityDiff.ContentStamp.class,
          EntityDiff.Moment.class,
          EntityDiff.Refresh.class,
          EntityDiff.TextChange.class,
          Facet.class,
          Highlight.class,
          LoadStatus.class,
          QueryPlan.class,
          RecoveryReport.class,
          RejectedDocument.class,
          RetentionReport.class,
          StoreStatistics.class,
          Suggestion.class,
          VerificationReport.class);

  /** Where null has a meaning, which the Javadoc says. */
  private static final Set<String> MAY_BE_NULL =
      Set.of(
          """
          BulkLoader.reject(origin) BulkLoader.submit(origin) EntityStore.correct(field)
          EntityStore.suggest(field) EntityStore.values(namespace) HistoryRange(from)
          HistoryRange(to) HistoryRange.from(time) HistoryRange.to(time) Maintenance.backup(earlier)
          Order(namespace) Order.number(namespace) Order.value(namespace) Query$CreatedIn(from)
          Query$CreatedIn(to) Query$Matches(namespace) Query$UpdatedIn(from) Query$UpdatedIn(to)
          Query.createdIn(from) Query.createdIn(to) Query.matches(namespace) Query.updatedIn(from)
          Query.updatedIn(to) RetentionPolicy(keepFor) Search.facets(namespace)
          Snapshot.correct(field) Snapshot.suggest(field) Snapshot.values(namespace)
          StoreConfig$Builder.textIndexing(value) StoreConfig(textIndexing) TextQuery$Fuzzy(field)
          TextQuery$Fuzzy.withField(newField) TextQuery$Phrase(field)
          TextQuery$Phrase.withField(newField) TextQuery$Prefix(field)
          TextQuery$Prefix.withField(newField) TextQuery$Range(field) TextQuery$Range(from)
          TextQuery$Range(to) TextQuery$Range.withField(newField) TextQuery$Wildcard(field)
          TextQuery$Wildcard.withField(newField) TextQuery$Words(field)
          TextQuery$Words.withField(newField) TextQuery.allWords(field) TextQuery.anyWord(field)
          TextQuery.fuzzy(field) TextQuery.phrase(field) TextQuery.prefix(field)
          TextQuery.range(field) TextQuery.range(from) TextQuery.range(to) TextQuery.wildcard(field)
          """
              .split("\\s+"));

  @TempDir Path folder;

  /** Arguments and receivers that are right. */
  private final Map<Class<?>, Supplier<?>> samples = new HashMap<>();

  private EntityStore store;

  /** Does what it is told in the background: that is to move nothing in the other one. */
  private EntityStore loading;

  private int paths;

  @BeforeEach
  void open() throws IOException {
    StoreConfig config =
        StoreConfig.builder().textIndexing(TextIndexing.everyField("whitespace")).build();
    store = EntityStore.open(folder.resolve("store"), config);
    store.create(EntityDraft.of(ID).tag("a:b").content(new byte[10]).text("note", "a word"));
    loading = EntityStore.open(folder.resolve("loading"), config);
    samplePlain();
    sampleOwn();
  }

  private void samplePlain() {
    // A tag, a pattern and a name.
    sample(String.class, () -> "a*");
    sample(Path.class, () -> folder.resolve("new" + paths++));
    sample(Instant.class, Instant::now);
    sample(Duration.class, () -> Duration.ofMillis(1));
    sample(boolean.class, () -> false);
    sample(int.class, () -> 1);
    sample(long.class, () -> 1L);
    sample(float.class, () -> 1f);
    sample(UUID.class, UUID::randomUUID);
    sample(Number.class, () -> 1);
    sample(Object.class, Object::new);
    sample(List.class, List::of);
    sample(Collection.class, List::of);
    sample(Set.class, Set::of);
    sample(InputStream.class, () -> new ByteArrayInputStream(new byte[1]));
    sample(MemorySegment.class, () -> MemorySegment.ofArray(new byte[10]));
    sample(EpochNanoClock.class, SystemEpochNanoClock::new);
  }

  private void sampleOwn() throws IOException {
    StagedContent content = store.stage(new ByteArrayInputStream(new byte[1]));
    sample(EntityStore.class, () -> store);
    sample(EntityReader.class, () -> store);
    sample(QueryReader.class, () -> store);
    sample(Snapshot.class, () -> store.snapshot());
    sample(Maintenance.class, () -> store.maintenance());
    sample(StoreFollower.class, () -> store.follow(0));
    sample(Search.class, () -> store.search(Query.all()));
    sample(Entity.class, () -> store.get(ID).orElseThrow());
    sample(EntityView.class, this::view);
    sample(BulkLoader.class, () -> loading.bulkLoader("load" + paths++, BulkOptions.defaults()));
    sample(StagedContent.class, () -> content);
    sample(EntityId.class, () -> ID);
    sample(EntityDraft.class, () -> EntityDraft.of(EntityId.random()));
    sample(Tag.class, () -> Tag.of("a:b"));
    sample(Query.class, Query::all);
    sample(Query.Compares.class, () -> (Query.Compares) Query.equal("a", "b"));
    sample(Query.Operand.class, () -> Query.Operand.ofText("a"));
    sample(Order.class, Order::id);
    sample(HistoryRange.class, HistoryRange::all);
    sample(RetentionPolicy.class, () -> RetentionPolicy.keepNewestTags("a*", 1));
    sample(StoreConfig.class, StoreConfig::defaults);
    sample(StoreConfig.Builder.class, StoreConfig::builder);
    sample(BulkOptions.class, BulkOptions::defaults);
    sample(BulkOptions.Builder.class, BulkOptions::builder);
    sample(TextIndexing.class, TextIndexing::none);
    sample(TextIndexing.Builder.class, TextIndexing::builder);
    sample(Highlight.class, () -> new Highlight("note", "a word", 0, 6, List.of()));
    sample(TextQuery.Words.class, () -> (TextQuery.Words) TextQuery.allWords("note", "a"));
    sample(TextQuery.Phrase.class, () -> (TextQuery.Phrase) TextQuery.phrase("note", "a"));
    sample(TextQuery.Prefix.class, () -> (TextQuery.Prefix) TextQuery.prefix("note", "a"));
    sample(TextQuery.Wildcard.class, () -> (TextQuery.Wildcard) TextQuery.wildcard("note", "a*"));
    sample(TextQuery.Fuzzy.class, () -> (TextQuery.Fuzzy) TextQuery.fuzzy("note", "a"));
    sample(TextQuery.Range.class, () -> (TextQuery.Range) TextQuery.range("note", "a", "b"));
  }

  private <T> void sample(Class<T> type, Supplier<? extends T> value) {
    samples.put(type, value);
  }

  private EntityView view() {
    EntityView view = new EntityView();
    assertTrue(store.read(ID, view));
    return view;
  }

  @AfterEach
  void close() {
    store.close();
    loading.close();
  }

  @Test
  void shouldRefuseItByNameWhenAnArgumentIsNull() throws Exception {
    List<String> wrong = new ArrayList<>();
    Set<String> taken = new TreeSet<>();
    int asked = 0;
    long lsn = store.get(ID).orElseThrow().lsn();
    for (Class<?> type : publicTypes()) {
      for (Executable method : methods(type)) {
        for (int i = 0; i < method.getParameterCount(); i++) {
          if (!method.getParameterTypes()[i].isPrimitive()) {
            asked++;
            String parameter = method.getParameters()[i].getName();
            String which = name(type, method) + "(" + parameter + ")";
            // What a builder is given is named as the method is.
            String name =
                parameter.equals("value") && isBuilder(type) ? method.getName() : parameter;
            Throwable thrown = thrown(method, i);
            if (thrown == null) {
              taken.add(which);
            } else if (!isRefusal(thrown, name)) {
              wrong.add(which + " " + thrown);
            }
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(MAY_BE_NULL, taken);
    assertTrue(asked > 300, "asked=" + asked);
    assertEquals(lsn, store.get(ID).orElseThrow().lsn());
    assertEquals(1, store.statistics().activeEntities());
    assertEquals(List.of(), store.loads());
  }

  private static boolean isBuilder(Class<?> type) {
    return type.getSimpleName().equals("Builder");
  }

  /**
   * Queries and text indexings refuse a null as they do other parts that are wrong, by its role.
   */
  private static boolean isRefusal(Throwable thrown, String name) {
    return thrown instanceof NullPointerException && name.equals(thrown.getMessage())
        || thrown instanceof InvalidArgumentException && thrown.getMessage().contains("null");
  }

  /** Returns what is thrown if one argument is null and the others are right. */
  private Throwable thrown(Executable method, int nullAt) throws Exception {
    Object[] arguments = arguments(method);
    arguments[nullAt] = null;
    Class<?> type = method.getDeclaringClass();
    try {
      if (type == Transaction.class) {
        store.write(tx -> ((Method) method).invoke(tx, arguments));
      } else if (method instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        Object receiver = Modifier.isStatic(method.getModifiers()) ? null : sample(type);
        ((Method) method).invoke(receiver, arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private Object[] arguments(Executable method) throws ReflectiveOperationException {
    Class<?> type = method.getDeclaringClass();
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          method instanceof Constructor && samples.containsKey(type) && type.isRecord()
              ? type.getRecordComponents()[i].getAccessor().invoke(sample(type))
              : sample(method.getParameterTypes()[i]);
    }
    return arguments;
  }

  private Object sample(Class<?> type) {
    if (samples.containsKey(type)) {
      return samples.get(type).get();
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), type == byte[].class ? 10 : 0);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    assertTrue(type.isInterface(), () -> "no sample: " + type);
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
  }

  private static String name(Class<?> type, Executable method) {
    return type.getName().substring(PACKAGE.length())
        + (method instanceof Method ? "." + method.getName() : "");
  }

  private static List<Class<?>> publicTypes() throws Exception {
    Path classes =
        Path.of(EntityStore.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve(PACKAGE.replace('.', '/')))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.startsWith("package-info")) {
          Class<?> type = Class.forName(PACKAGE + name.substring(0, name.lastIndexOf('.')));
          if (isPublic(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
  }

  /**
   * Those of exceptions, which the store makes, and those whose contract is Java's are not ours.
   */
  private static List<Executable> methods(Class<?> type) {
    List<Executable> all = new ArrayList<>();
    if (!Throwable.class.isAssignableFrom(type)) {
      if (!REPORTS.contains(type)) {
        all.addAll(List.of(type.getConstructors()));
      }
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && !Modifier.isAbstract(method.getModifiers())
            && !method.isSynthetic()
            && !Set.of("equals", "compareTo", "valueOf").contains(method.getName())) {
          all.add(method);
        }
      }
    }
    return all;
  }
}
