package dev.stela.model;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StagedContent;
import dev.stela.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes up operations, most of them legal, and the ids, tags, contents and texts for them. */
final class RandomOperations {
  private static final List<String> NAMESPACES =
      List.of("type:", "status:", ":", "ü:", "日本:", "🙂:", "a:b:", "");
  private static final List<String> FIELDS =
      List.of("title", "body", "Größe", "🙂", "x".repeat(255), "ns:field", "summary");

  /** Numbers, some of them equal, some near each other; and what only looks like a number. */
  static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "0.0",
          "1",
          "01",
          "1.0",
          "1e0",
          "10e-1",
          "-1",
          "2",
          "9",
          "10",
          "1e1",
          "100",
          "1e300",
          "1e301",
          "-1e300",
          "0.1",
          "1e-1",
          "0.10",
          "0.1000000000000000001",
          "1e-400",
          "9007199254740992",
          "9007199254740993",
          "-9007199254740993",
          "3.5",
          "",
          "abc",
          "1.",
          ".5",
          "+1",
          "0x10",
          "NaN",
          "Infinity",
          "1e",
          "٣");

  private static final String LONGEST_TAG = "long:" + "é".repeat(125);

  final List<EntityId> ids = new ArrayList<>();
  private final Random random;
  private final List<String> tags;
  private EntityId lastId;
  private String lastTag = "type:value0";
  private final int longContents;
  private boolean purges;

  /** Chooses from so many ids; of 10,000 contents {@code longContents} are streamed in chunks. */
  RandomOperations(Random random, int idCount, int longContents) {
    this(random, idCount, longContents, List.of());
  }

  /** Uses only the given tags, if there are any: each has a long history then. */
  RandomOperations(Random random, int idCount, int longContents, List<String> tags) {
    this.random = random;
    this.tags = tags;
    this.longContents = longContents;
    for (int i = 0; i < idCount; i++) {
      ids.add(
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> EntityId.of(new UUID(random.nextLong(), random.nextLong()));
            case 3 -> EntityId.named("urn:stela:" + i);
            case 4 -> EntityId.named(new UUID(random.nextLong(), i).toString());
            case 5 -> EntityId.named("名前/" + i + "/🙂");
            case 6 -> EntityId.named("n".repeat(1 + random.nextInt(240)) + i);
            // The 128 bits of a name that may be taken as well.
            default ->
                i == 0 ? EntityId.named("first") : EntityId.of(ids.get(random.nextInt(i)).toUuid());
          });
    }
  }

  /** Goes on with the ids of another one. */
  RandomOperations(Random random, RandomOperations other) {
    this.random = random;
    this.tags = other.tags;
    this.longContents = other.longContents;
    this.ids.addAll(other.ids);
  }

  /** Purges as well: the model then forgets what it has answered. */
  RandomOperations withPurges() {
    purges = true;
    return this;
  }

  /** Often the same as before: so one commit adds and removes the same tag of an entity. */
  EntityId id() {
    if (lastId == null || random.nextInt(4) != 0) {
      lastId = ids.get(random.nextInt(ids.size()));
    }
    return lastId;
  }

  /** Often the same as before. */
  String tag() {
    if (random.nextInt(4) != 0) {
      lastTag = anyTag();
    }
    return lastTag;
  }

  private String anyTag() {
    if (!tags.isEmpty()) {
      return tags.get(random.nextInt(tags.size()));
    }
    return switch (random.nextInt(20)) {
      // With an x: digits around an e would be a number whose exponent no BigDecimal holds.
      case 0 -> "unique:x" + Long.toHexString(random.nextLong());
      case 1 -> LONGEST_TAG;
      case 2, 3, 4 -> "number:" + NUMBERS.get(random.nextInt(NUMBERS.size()));
      default -> {
        String namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        yield namespace + "value" + random.nextInt(namespace.isEmpty() ? 40 : 6);
      }
    };
  }

  String field() {
    return FIELDS.get(random.nextInt(FIELDS.size()));
  }

  byte[] content() {
    int length =
        switch (random.nextInt(40)) {
          case 0 -> 0;
          case 1, 2 -> random.nextInt(9);
          case 3 -> random.nextInt(8_000);
          case 4 -> random.nextInt(20) == 0 ? ModelTransaction.MAX_INLINE_BYTES : 64;
          default -> random.nextInt(300);
        };
    return bytes(length);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    int length = random.nextInt(30) == 0 ? random.nextInt(4_000) : random.nextInt(60);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(random.nextInt(10) == 0 ? "🙂é日" : "word" + random.nextInt(100) + " ");
    }
    return text.toString();
  }

  /** The next operation; {@code store} may be written to for content that is streamed. */
  Operation next(EntityStore store) throws IOException {
    EntityId id = id();
    return switch (random.nextInt(100)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> create(id, store);
      case 12, 13 -> delete(id);
      case 14 -> archive(id);
      case 15, 16, 17, 18, 19 -> restore(id);
      case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31 -> putContent(id, store);
      case 32, 33 ->
          new Operation(
              "removeContent",
              id,
              s -> s.removeContent(id),
              t -> t.removeContent(id),
              m -> m.removeContent(id));
      case 34, 35, 36, 37, 38, 39, 40, 41 -> putText(id, field(), text());
      case 42 -> putText(id, random.nextBoolean() ? "" : "f".repeat(256), "text");
      case 43, 44 -> {
        String field = field();
        yield new Operation(
            "removeText",
            id,
            s -> s.removeText(id, field),
            t -> t.removeText(id, field),
            m -> m.removeText(id, field));
      }
      case 45, 46, 47, 48, 49, 50, 51 -> removeTag(id);
      case 52, 53, 54, 55, 56, 57, 58, 59, 60 -> setTag(id);
      case 61 -> purges ? purge(id) : addTag(id);
      default -> addTag(id);
    };
  }

  private Operation addTag(EntityId id) {
    String tag = tag();
    return new Operation(
        "addTag " + tag,
        id,
        s -> s.addTag(id, tag),
        t -> t.addTag(id, Tag.of(tag)),
        m -> m.addTag(id, tag));
  }

  private Operation removeTag(EntityId id) {
    String tag = tag();
    return new Operation(
        "removeTag " + tag,
        id,
        s -> s.removeTag(id, tag),
        t -> t.removeTag(id, tag),
        m -> m.removeTag(id, tag));
  }

  private Operation setTag(EntityId id) {
    String tag = tag();
    return new Operation(
        "setTag " + tag,
        id,
        s -> s.setTag(id, tag),
        t -> t.setTag(id, tag),
        m -> m.setTag(id, tag));
  }

  private Operation delete(EntityId id) {
    return new Operation("delete", id, s -> s.delete(id), t -> t.delete(id), m -> m.delete(id));
  }

  private Operation archive(EntityId id) {
    return new Operation("archive", id, s -> s.archive(id), t -> t.archive(id), m -> m.archive(id));
  }

  private Operation purge(EntityId id) {
    return new Operation("purge", id, s -> s.purge(id), t -> t.purge(id), m -> m.purge(id));
  }

  private Operation restore(EntityId id) {
    return new Operation("restore", id, s -> s.restore(id), t -> t.restore(id), m -> m.restore(id));
  }

  private Operation putText(EntityId id, String field, String text) {
    return new Operation(
        "putText " + field,
        id,
        s -> s.putText(id, field, text),
        t -> t.putText(id, field, text),
        m -> m.putText(id, field, text));
  }

  private Operation putContent(EntityId id, EntityStore store) throws IOException {
    if (random.nextInt(10_000) < longContents) {
      byte[] bytes = bytes(ModelTransaction.MAX_INLINE_BYTES + random.nextInt(300_000));
      StagedContent staged = store.stage(slowStream(bytes));
      return new Operation(
          "putContent streamed " + bytes.length,
          id,
          s ->
              random.nextBoolean() ? s.putContent(id, staged) : s.putContent(id, slowStream(bytes)),
          t -> t.putContent(id, staged),
          m -> m.putContent(id, bytes, true));
    }
    if (random.nextInt(500) == 0) {
      byte[] tooLong = new byte[ModelTransaction.MAX_INLINE_BYTES + 1];
      return new Operation(
          "putContent too long",
          id,
          s -> s.putContent(id, tooLong),
          t -> t.putContent(id, tooLong),
          m -> m.putContent(id, tooLong, false));
    }
    byte[] bytes = content();
    byte[] padded = new byte[bytes.length + 5];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    String what = "putContent " + bytes.length;
    return switch (random.nextInt(5)) {
      case 0 ->
          new Operation(
              what + " of a buffer",
              id,
              s -> s.putContent(id, Buffers.reading(padded), 3, bytes.length),
              t -> t.putContent(id, Buffers.reading(padded), 3, bytes.length),
              m -> m.putContent(id, bytes, false));
      case 1 ->
          new Operation(
              what + " of a segment",
              id,
              s -> s.putContent(id, MemorySegment.ofArray(bytes)),
              t -> t.putContent(id, MemorySegment.ofArray(bytes)),
              m -> m.putContent(id, bytes, false));
      case 2 ->
          new Operation(
              what + " with offset",
              id,
              s -> s.putContent(id, padded, 3, bytes.length),
              t -> t.putContent(id, padded, 3, bytes.length),
              m -> m.putContent(id, bytes, false));
      default ->
          new Operation(
              what,
              id,
              s -> s.putContent(id, bytes),
              t -> t.putContent(id, bytes),
              m -> m.putContent(id, bytes, false));
    };
  }

  private Operation create(EntityId id, EntityStore store) throws IOException {
    EntityDraft draft = EntityDraft.of(id);
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      tags.add(tag());
      draft.tag(tags.getLast());
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      texts.put(field(), text());
    }
    texts.forEach(draft::text);
    byte[] content = null;
    boolean streamed = false;
    int kind = random.nextInt(100);
    if (kind < 60) {
      content = content();
      if (kind < 20) {
        draft.content(MemorySegment.ofArray(content));
      } else if (kind < 30) {
        draft.content(Buffers.reading(content), 0, content.length);
      } else {
        draft.content(content);
      }
    } else if (kind == 60) {
      content = new byte[ModelTransaction.MAX_INLINE_BYTES + 1];
      draft.content(content);
    } else if (kind < 64) {
      content = kind == 61 ? bytes(ModelTransaction.MAX_INLINE_BYTES + 77) : content();
      streamed = true;
      draft.content(store.stage(slowStream(content)));
    }
    byte[] bytes = content;
    boolean wasStreamed = streamed;
    return new Operation(
        "create tags=" + tags + " texts=" + texts.keySet(),
        id,
        s -> s.create(draft),
        t -> t.create(draft),
        m -> m.create(id, tags, bytes, wasStreamed, texts));
  }

  /** A stream that gives less than it is asked for. */
  private static InputStream slowStream(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1_000 + offset % 7_000));
      }
    };
  }
}
