package dev.stela.text;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Entities with texts of words that are as frequent as in natural language (Zipf), which are
 * created, changed, deleted, archived and restored at random; and what of them is active, in plain
 * collections. One thread.
 */
final class TextModel {
  static final String TITLE = "title";
  static final String BODY = "body";
  static final List<String> FIELDS = List.of(TITLE, BODY);
  static final List<String> COLORS = List.of("red", "green", "blue", "white", "black");

  private static final String[] SYLLABLES = {
    "ka", "to", "ri", "mé", "su", "no", "жа", "li", "ve", "po", "da", "ne", "x", "an", "or"
  };

  private final SplittableRandom random;
  private final List<String> words = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();

  /** An entity. */
  private static final class Item {
    private final EntityId id;
    private final int order;
    private final Map<String, String> texts = new TreeMap<>();
    private String color;
    private boolean active = true;

    private Item(EntityId id, int order) {
      this.id = id;
      this.order = order;
    }
  }

  /**
   * An active entity as of one moment.
   *
   * @param order its number in the order of creation
   */
  record Row(EntityId id, int order, Map<String, String> texts, String color) {
    /** As good as any other one, and does not go through the texts. */
    @Override
    public int hashCode() {
      return order;
    }
  }

  TextModel(long seed, int vocabulary) {
    this.random = new SplittableRandom(seed);
    var known = new HashMap<String, Boolean>();
    while (words.size() < vocabulary) {
      var word = new StringBuilder();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      if (known.put(word.toString(), true) == null) {
        words.add(word.toString());
      }
    }
  }

  /** Returns a word: the first ones much more often than the last ones. */
  String word(SplittableRandom by) {
    return words.get((int) Math.pow(words.size(), by.nextDouble()) - 1);
  }

  /** Returns a text, in some of which words come again and again. */
  private String text(int most) {
    var text = new StringBuilder();
    String last = word(random);
    for (int i = random.nextInt(most); i >= 0; i--) {
      last = random.nextInt(8) == 0 ? last : word(random);
      text.append(last).append(' ');
    }
    return text.toString().strip();
  }

  private String text(String field) {
    return text(field.equals(TITLE) ? 8 : random.nextInt(20) == 0 ? 400 : 60);
  }

  /** Creates entities in one transaction. */
  void create(EntityStore store, int count) {
    store.write(
        transaction -> {
          for (int i = 0; i < count; i++) {
            create(transaction);
          }
        });
  }

  private void create(Transaction transaction) {
    var item = new Item(EntityId.random(), items.size());
    EntityDraft draft = EntityDraft.of(item.id);
    for (String field : FIELDS) {
      if (random.nextInt(8) > 0) {
        item.texts.put(field, text(field));
        draft.text(field, item.texts.get(field));
      }
    }
    item.color = COLORS.get(random.nextInt(COLORS.size()));
    transaction.create(draft.tag("color:" + item.color));
    items.add(item);
  }

  /** Changes entities at random in one transaction. */
  void change(EntityStore store, int count) {
    store.write(
        transaction -> {
          for (int i = 0; i < count; i++) {
            change(transaction, items.get(random.nextInt(items.size())));
          }
        });
  }

  private void change(Transaction transaction, Item item) {
    if (!item.active) {
      transaction.restore(item.id);
      item.active = true;
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> {
        transaction.delete(item.id);
        item.active = false;
      }
      case 1 -> {
        transaction.archive(item.id);
        item.active = false;
      }
      case 2 -> {
        item.color = COLORS.get(random.nextInt(COLORS.size()));
        transaction.setTag(item.id, "color:" + item.color);
      }
      case 3 -> {
        if (item.texts.remove(TITLE) != null) {
          transaction.removeText(item.id, TITLE);
        }
      }
      default -> {
        String field = FIELDS.get(random.nextInt(2));
        item.texts.put(field, text(field));
        transaction.putText(item.id, field, item.texts.get(field));
      }
    }
  }

  /** Returns what is active now. */
  List<Row> active() {
    return items.stream()
        .filter(item -> item.active)
        .map(item -> new Row(item.id, item.order, Map.copyOf(item.texts), item.color))
        .toList();
  }
}
