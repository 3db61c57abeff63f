package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is wrong in a query itself is refused when it is made. */
class QueryTest {
  private final Query a = Query.tag("a");

  @Test
  void shouldRefuseWhenAPartIsMissing() {
    refuses(() -> Query.tag((String) null));
    refuses(() -> Query.tag((Tag) null));
    refuses(() -> Query.namespace(null));
    refuses(() -> Query.matches(null));
    refuses(() -> Query.matches("a", null));
    refuses(() -> Query.equal(null, 5));
    refuses(() -> Query.equal("n", (String) null));
    refuses(() -> Query.equal("n", (Number) null));
    refuses(() -> Query.compare("n", null, Query.Operand.ofText("x")));
    refuses(() -> Query.compare("n", Comparison.EQUAL, (Query.Operand) null));
    refuses(() -> Query.in("n", "x", null));
    refuses(() -> Query.lifecycle(null));
    refuses(() -> Query.ids((EntityId) null));
    refuses(() -> Query.and(a, null));
    refuses(() -> Query.or((Query) null));
    refuses(() -> Query.not(null));
    refuses(() -> Query.ever(null));
    refuses(() -> Query.asOf(null, a));
    refuses(() -> Query.asOf(1, null));
    refuses(() -> Query.parse(null));
  }

  @Test
  void shouldRefuseWhenAListHasTheWrongSize() {
    refuses(() -> Query.and());
    refuses(() -> Query.or(List.of()));
    refuses(() -> new Query.And(List.of(a)));
    refuses(() -> new Query.Or(List.of(a)));
    refuses(() -> Query.ids(List.of()));
    refuses(() -> Query.compare("n", Comparison.IN));
    refuses(() -> Query.compare("n", Comparison.LESS));
    refuses(() -> Query.compare("n", Comparison.BETWEEN, Query.Operand.ofText("x")));
    refuses(
        () ->
            Query.compare(
                "n", Comparison.EQUAL, Query.Operand.ofText("x"), Query.Operand.ofText("y")));
    refuses(
        () ->
            Query.compare(
                "n", Comparison.BETWEEN, Query.Operand.ofText("x"), Query.Operand.ofNumber(1)));
  }

  @Test
  void shouldRefuseWhenATextCannotBeMeant() {
    refuses(() -> Query.tag(""));
    refuses(() -> Query.namespace("a:b"));
    refuses(() -> Query.namespace("a\n"));
    refuses(() -> Query.namespace("a".repeat(255)));
    refuses(() -> Query.matches("a*\\"));
    refuses(() -> Query.matches("a:*", "b"));
    refuses(() -> Query.matches(null, "a:*"));
    refuses(() -> Query.matches("a\n*"));
    refuses(() -> Query.equal("n", "\uD83D"));
    refuses(() -> Query.equal("n", Double.NaN));
    refuses(() -> Query.equal("n", Double.POSITIVE_INFINITY));
    refuses(() -> new Query.Operand("five", true));
    refuses(() -> new Query.Operand("1".repeat(1_001), true));
    refuses(() -> Query.asOf(-1, a));
  }

  @Test
  void shouldRefuseWhenNestedDeeperThan500() {
    Query deepest = a;
    for (int i = 0; i < 500; i++) {
      deepest = Query.not(deepest);
    }
    Query full = deepest;
    refuses(() -> Query.not(full));
    refuses(() -> Query.and(a, full));
    refuses(() -> Query.or(full, a));
    refuses(() -> Query.ever(full));
    refuses(() -> Query.asOf(1, full));
  }

  @Test
  void shouldKeepItsPartsWhenTheCallerChangesThem() {
    Query[] parts = {a, Query.tag("b")};
    Query and = Query.and(parts);
    parts[0] = Query.all();
    assertEquals(Query.and(List.of(a, Query.tag("b"))), and);
    assertThrows(UnsupportedOperationException.class, () -> ((Query.And) and).queries().remove(0));
  }

  @Test
  void shouldBeTheQueryItselfWhenOneIsJoined() {
    assertSame(a, Query.and(a));
    assertSame(a, Query.or(List.of(a)));
  }

  @Test
  void shouldBeEqualWhenPatternsMeanTheSame() {
    assertEquals(Query.matches("a", "b*"), Query.matches("\\a", "\\b***"));
    assertEquals(new Query.Matches("a", "\\*\\?\\\\x"), Query.matches("a", "\\*\\?\\\\\\x"));
  }

  @Test
  void shouldWriteNumbersInDecimalNotation() {
    assertEquals("5", text(5));
    assertEquals("-5", text(-5L));
    assertEquals("0.1", text(0.1));
    assertEquals("0.1", text(0.1f));
    assertEquals("1.0E300", text(1e300));
    assertEquals("1E+1000", text(new BigDecimal("1e1000")));
    assertEquals("18446744073709551616", text(BigInteger.TWO.pow(64)));
  }

  private static String text(Number number) {
    Query.Operand operand = Query.Operand.ofNumber(number);
    assertEquals(
        Arrays.asList(operand, operand),
        ((Query.Compares) Query.between("n", number, number)).operands());
    return operand.text();
  }

  private static void refuses(Executable made) {
    InvalidArgumentException refused = assertThrows(InvalidArgumentException.class, made);
    assertEquals(InvalidArgumentException.class, refused.getClass());
  }
}
