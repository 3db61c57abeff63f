package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Imports go downwards only. A part is one row of {@link #LAYERS}; below {@code internal.index}
 * each package is a part. Parts of one layer do not know one another, but for the lowest, the
 * vocabulary of all.
 */
class LayersTest {
  private static final String ROOT = "dev.stela";
  private static final int VOCABULARY = 0;
  private static final int API = 10;

  private static final Map<String, Integer> LAYERS =
      Map.ofEntries(
          Map.entry("internal.format", VOCABULARY),
          Map.entry("internal.metrics", VOCABULARY),
          Map.entry("internal.storage", 1),
          Map.entry("internal.analysis", 1),
          Map.entry("internal.log", 2),
          Map.entry("internal.directory", 2),
          Map.entry("internal.index", 2),
          Map.entry("internal.header", 2),
          Map.entry("internal.apply", 3),
          Map.entry("internal.retention", 3),
          Map.entry("internal.read", 4),
          Map.entry("internal.checkpoint", 4),
          Map.entry("internal.text", 5),
          Map.entry("internal.write", 6),
          Map.entry("internal.query", 6),
          Map.entry("internal.compaction", 7),
          Map.entry("internal.follow", 7),
          Map.entry("internal.recovery", 8),
          Map.entry("internal.backup", 9),
          Map.entry("internal.bulk", 9),
          Map.entry("internal.integrity", 9));

  /**
   * Public types which every layer may use. The rule keeps them honest: as members of the lowest
   * layer they may know nothing but each other, exceptions, formats and metrics.
   */
  private static final Set<String> VALUE_TYPES =
      Set.of(
          "EntityId",
          "Tag",
          "Lifecycle",
          "Durability",
          "StoreConfig",
          "Opening",
          "RetentionPolicy",
          "RetentionText",
          "Entity",
          "Change",
          "Comparison",
          "Query",
          "QueryChecks",
          "QueryLexer",
          "QueryParser",
          "QueryText",
          "SyntaxErrors",
          "TextIndexing",
          "TextIndexingText",
          "TextChecks",
          "TextQuery",
          "Highlight",
          "SearchLexer",
          "SearchParser",
          "SearchText",
          "Order",
          "Facet",
          "QueryPlan");

  @Test
  void shouldFailWhenAClassImportsUpwardsOrSideways() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    assertFalse(classes.isEmpty(), "no class of the engine found on the class path");

    Set<String> violations = new TreeSet<>();
    for (JavaClass origin : classes) {
      if (origin.getSimpleName().equals("package-info")) {
        continue;
      }
      Place from = place(origin);
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getName().startsWith(ROOT + ".")) {
          String reason = reasonAgainst(from, place(target));
          if (reason != null) {
            violations.add(reason + ": " + dependency.getDescription());
          }
        }
      }
    }
    assertEquals(Set.of(), violations, () -> String.join("\n", violations));
  }

  @Test
  void shouldRefuseWhenTheTargetIsNotBelow() {
    Place log = place("dev.stela.internal.log", "Log", false);
    Place text = place("dev.stela.internal.index.text", "Postings", false);
    Place time = place("dev.stela.internal.index.time", "Periods", false);
    Place storage = place("dev.stela.internal.storage", "MappedFile", false);
    Place store = place(ROOT, "EntityStore", false);
    Place value = place(ROOT, "EntityId", false);
    Place exception = place(ROOT, "CorruptionException", true);

    assertNull(reasonAgainst(log, storage));
    assertNull(reasonAgainst(storage, value));
    assertNull(reasonAgainst(value, exception));
    assertNull(reasonAgainst(text, text));
    assertNull(reasonAgainst(store, log));
    assertEquals("upwards", reasonAgainst(storage, log));
    assertEquals("upwards", reasonAgainst(value, store));
    assertEquals("sideways", reasonAgainst(text, time));
    assertEquals("sideways", reasonAgainst(log, text));
  }

  @Test
  void shouldFailWhenAPackageHasNoLayer() {
    assertThrows(AssertionError.class, () -> place("dev.stela.internal.misc", "Util", false));
    assertThrows(AssertionError.class, () -> place("dev.stela.util", "Util", false));
  }

  private record Place(int layer, String part) {}

  private static String reasonAgainst(Place from, Place to) {
    if (to.layer > from.layer) {
      return "upwards";
    }
    boolean sideways = to.layer == from.layer && !to.part.equals(from.part);
    return sideways && from.layer != VOCABULARY ? "sideways" : null;
  }

  private static Place place(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return place(
        outermost.getPackageName(),
        outermost.getSimpleName(),
        outermost.isAssignableTo(ROOT + ".StelaException"));
  }

  private static Place place(String packageName, String simpleName, boolean exception) {
    if (packageName.equals(ROOT)) {
      boolean vocabulary = exception || VALUE_TYPES.contains(simpleName);
      return new Place(vocabulary ? VOCABULARY : API, ROOT);
    }
    String part = packageName.substring(ROOT.length() + 1);
    for (Map.Entry<String, Integer> row : LAYERS.entrySet()) {
      String prefix = row.getKey();
      if (part.equals(prefix) || part.startsWith(prefix + ".")) {
        return new Place(row.getValue(), prefix.equals("internal.index") ? part : prefix);
      }
    }
    throw new AssertionError(
        "No layer for this package, see LayersTest: package="
            + packageName
            + " class="
            + simpleName);
  }
}
