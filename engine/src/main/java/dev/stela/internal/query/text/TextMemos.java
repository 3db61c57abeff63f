package dev.stela.internal.query.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stela.internal.index.text.TextPart;

/** What queries have found out about the parts of a store's text index. Any thread. */
public final class TextMemos {
  // Parts are told apart by identity, and forgotten with it.
  private final Cache<TextPart, PartMemo> parts = Caffeine.newBuilder().weakKeys().build();

  PartMemo of(TextPart part) {
    return parts.get(part, unknown -> new PartMemo());
  }
}
