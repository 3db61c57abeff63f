package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  @Test
  void shouldReadWhatIsWritten() {
    for (RetentionPolicy policy :
        List.of(
            RetentionPolicy.keepTagsFor("cpu:*", Duration.ofDays(7)),
            RetentionPolicy.keepTagsFor("cpu:*", Duration.ofMillis(1_500)),
            RetentionPolicy.keepTagsFor("a b:keep 3 ?", Duration.ofMinutes(90)),
            RetentionPolicy.keepNewestTags("*", 0),
            RetentionPolicy.keepContentsFor(Duration.ZERO),
            RetentionPolicy.keepNewestContents(3),
            new RetentionPolicy(RetentionPolicy.Kind.TAGS, "x:1", Duration.ofHours(5), 12))) {
      assertEquals(policy, RetentionPolicy.parse(policy.text()));
    }
    assertEquals(
        "tags cpu:* keep 7d newest 100",
        RetentionPolicy.parse("  tags  cpu:*  keep  168h newest 100 ").text());
    assertEquals("contents newest 3", RetentionPolicy.parse("contents newest 3").text());
  }

  @Test
  void shouldRefuseWhenTheTextIsNoPolicy() {
    for (String text :
        List.of(
            "",
            "tags cpu:*",
            "contents",
            "contents newest",
            "contents newest -1",
            "contents cpu:* newest 1",
            "tags cpu:* keep 7 days",
            "tags cpu:* keep 999999999999999999d",
            "tags cpu:\\ newest 1",
            "keep 7d")) {
      assertThrows(InvalidArgumentException.class, () -> RetentionPolicy.parse(text), text);
    }
  }

  @Test
  void shouldRefuseWhenAPolicyKeepsByNothing() {
    assertThrows(
        InvalidArgumentException.class,
        () -> new RetentionPolicy(RetentionPolicy.Kind.TAGS, "a:*", null, -1));
    assertThrows(
        InvalidArgumentException.class,
        () -> new RetentionPolicy(RetentionPolicy.Kind.CONTENTS, "a:*", null, 1));
    assertThrows(
        InvalidArgumentException.class,
        () -> RetentionPolicy.keepTagsFor("a:*", Duration.ofNanos(-1)));
    assertThrows(InvalidArgumentException.class, () -> RetentionPolicy.keepNewestTags("a:\\", 1));
  }
}
