package dev.stela.internal.write;

import dev.stela.CorruptionException;
import dev.stela.Lifecycle;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.index.text.DocumentTokens;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.text.DocumentMaker;
import dev.stela.internal.text.RefusedText;
import dev.stela.internal.text.TextIndex;
import dev.stela.internal.text.TextParts;
import dev.stela.internal.text.TextRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a transaction means for the text index: worked out before anything of it is written, since
 * that may fail, and brought in when it has been applied. Under the writer lock.
 */
final class PendingTexts {
  private static final int KEPT_DOCUMENTS = 256;
  private static final int KEPT_BYTES = 1 << 16;
  private static final DocumentTokens NO_TOKENS = new DocumentTokens();

  private final TextIndex index;
  private final Applier applier;
  private final PendingEntities entities;
  private final Operations operations;
  private final PendingDefinitions definitions;
  private final TextRule rule = new TextRule();
  private final TextSet texts = new TextSet();
  private final List<DocumentTokens> pool = new ArrayList<>();
  private TextParts parts;
  private DocumentMaker maker;
  private PendingEntity[] changed = new PendingEntity[16];
  private DocumentTokens[] tokens = new DocumentTokens[16];
  private int size;
  private int pooled;
  private boolean anyPurged;
  private final List<RefusedText> refused = new ArrayList<>();

  PendingTexts(TextIndex index, Applier applier, TransactionContext context) {
    this.index = index;
    this.applier = applier;
    this.entities = context.entities;
    this.operations = context.operations;
    this.definitions = context.definitions;
  }

  /**
   * Analyzes what the transaction says in indexed fields.
   *
   * @throws dev.stela.InvalidArgumentException if an analyzer fails on a text
   * @throws dev.stela.StelaException if there is no room for documents
   */
  void prepare() {
    size = 0;
    pooled = 0;
    anyPurged = false;
    refused.clear();
    parts = index.parts();
    if (parts == null) {
      // What is being made reads the log.
      return;
    }
    if (maker == null || maker.schema() != parts.schema()) {
      maker = new DocumentMaker(parts.schema(), applier.dictionary(), definitions::field);
    }
    int documents = 0;
    long listBytes = 0;
    for (int i = 0; i < entities.size(); i++) {
      PendingEntity entity = entities.get(i);
      anyPurged |= entity.isPurged();
      if (entity.isChanged() && prepare(entity)) {
        documents++;
        listBytes += tokens[size - 1].listBytes();
      }
    }
    if (documents > 0) {
      index.requireRoom(documents, listBytes);
    }
  }

  /** Returns whether there is a document. */
  private boolean prepare(PendingEntity entity) {
    boolean active = follow(entity);
    boolean replaces = rule.replaces(active);
    if (!replaces && !rule.retires(active)) {
      return false;
    }
    if (size == changed.length) {
      changed = Arrays.copyOf(changed, 2 * size);
      tokens = Arrays.copyOf(tokens, 2 * size);
    }
    changed[size] = entity;
    tokens[size] = replaces ? document(entity) : NO_TOKENS;
    return !tokens[size++].isEmpty();
  }

  /** Tells the rule what happens to an entity; returns whether it is active afterwards. */
  private boolean follow(PendingEntity entity) {
    rule.begin(entity.created);
    for (int i = entity.firstOperation; i != Operations.NONE; i = operations.next(i)) {
      int type = operations.type(i);
      rule.event(type, TextRule.concernsText(type) && maker.isIndexed(operations.argument(i)));
    }
    return entity.lifecycle == Lifecycle.ACTIVE;
  }

  private DocumentTokens document(PendingEntity entity) {
    if (entity.analyzed != null && entity.analyzed.isOf(parts.schema())) {
      return entity.analyzed.tokens(definitions::findField);
    }
    if (entity.created) {
      texts.clear();
    } else {
      texts.load(entity.head);
    }
    boolean any = texts.size() > 0;
    for (int i = entity.firstOperation; i != Operations.NONE; i = operations.next(i)) {
      switch (operations.type(i)) {
        case EventLayout.TEXT_PUT -> {
          texts.put(operations.argument(i), operations.memory(), operations.block(i));
          any = true;
        }
        case EventLayout.TEXT_REMOVE -> texts.remove(operations.argument(i));
        default -> {
          // Others say nothing in words.
        }
      }
    }
    if (!any) {
      return NO_TOKENS;
    }
    DocumentTokens document = next();
    RefusedText left =
        maker.makeOfWhatPasses(
            texts,
            entity.created ? null : entity.head,
            field -> entity.created || puts(entity, field),
            document);
    if (left != null) {
      refused.add(left);
    }
    return document;
  }

  /** What an earlier configuration took must not keep the entity from being changed. */
  private boolean puts(PendingEntity entity, int field) {
    boolean puts = false;
    for (int i = entity.firstOperation; i != Operations.NONE; i = operations.next(i)) {
      puts |= operations.type(i) == EventLayout.TEXT_PUT && operations.argument(i) == field;
    }
    return puts;
  }

  private DocumentTokens next() {
    if (pooled == pool.size()) {
      pool.add(new DocumentTokens());
    }
    return pool.get(pooled++);
  }

  /**
   * Brings in what was prepared. The commit does not fail of a damaged text index, which is derived
   * from the log.
   */
  void apply(long lsn) {
    if (parts == null) {
      return;
    }
    try {
      bringIn(lsn);
    } catch (CorruptionException e) {
      index.broken();
    }
    forget();
  }

  /** As the replay of the same frame does: purges come first. */
  private void bringIn(long lsn) {
    for (int i = 0; anyPurged && i < entities.size(); i++) {
      if (entities.get(i).isPurged()) {
        parts.purge(entities.get(i).purged, lsn);
      }
    }
    for (int i = 0; i < size; i++) {
      PendingEntity entity = changed[i];
      boolean active = follow(entity);
      parts.change(
          entity.ordinal,
          entity.created,
          rule.replaces(active),
          rule.retires(active),
          tokens[i],
          lsn);
    }
    refused.forEach(parts::refused);
    if (size > 0 || anyPurged) {
      index.applied(lsn);
    }
  }

  /** One large transaction must not hold memory for good. */
  private void forget() {
    if (pool.size() > KEPT_DOCUMENTS) {
      pool.subList(KEPT_DOCUMENTS, pool.size()).clear();
    }
    if (size > KEPT_DOCUMENTS) {
      changed = new PendingEntity[16];
      tokens = new DocumentTokens[16];
    } else {
      Arrays.fill(changed, 0, size, null);
      Arrays.fill(tokens, 0, size, null);
    }
    for (int i = 0; i < Math.min(pooled, pool.size()); i++) {
      if (pool.get(i).bytes().length > KEPT_BYTES) {
        pool.set(i, new DocumentTokens());
      }
    }
  }
}
