package dev.stela.internal.write;

import dev.stela.Tag;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.Utf8;
import dev.stela.internal.index.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Object2IntHashMap;

/**
 * Numbers for tags and text fields' names: those of the dictionary, and the next free ones for what
 * a transaction uses first. They become definitions in its frame, or are forgotten with it. One
 * thread at a time.
 */
final class PendingDefinitions {
  private final Dictionary dictionary;
  private final Object2IntHashMap<Tag> tagNumbers = new Object2IntHashMap<>(0);
  private final List<Tag> tags = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();

  PendingDefinitions(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  void clear() {
    if (!tags.isEmpty()) {
      tagNumbers.clear();
      tags.clear();
    }
    if (!fields.isEmpty()) {
      fields.clear();
    }
  }

  /** Forgets the newest definitions. */
  void cutTo(int tagCount, int fieldCount) {
    while (tags.size() > tagCount) {
      tagNumbers.removeKey(tags.removeLast());
    }
    while (fields.size() > fieldCount) {
      fields.removeLast();
    }
  }

  List<Tag> tags() {
    return tags;
  }

  List<String> fields() {
    return fields;
  }

  /** Returns the tag's number; 0 if it has none, not even in this transaction. */
  int find(Tag tag) {
    int number = dictionary.find(tag);
    return number != 0 || tags.isEmpty() ? number : tagNumbers.getValue(tag);
  }

  /** Returns the tag's number, a new one if need be. */
  int findOrDefine(Tag tag) {
    int number = find(tag);
    if (number == 0) {
      tags.add(tag);
      number = dictionary.tags() + tags.size();
      tagNumbers.put(tag, number);
    }
    return number;
  }

  /** Returns the tag of a number. */
  Tag tag(int number) {
    int defined = dictionary.tags();
    return number <= defined ? dictionary.tag(number) : tags.get(number - defined - 1);
  }

  /** Tells whether a tag is of the namespace, whose number in the dictionary the caller knows. */
  boolean isInNamespace(int number, String namespace, int namespaceNumber) {
    int defined = dictionary.tags();
    return number <= defined
        ? dictionary.namespaceOf(number) == namespaceNumber
        : namespace.equals(tags.get(number - defined - 1).namespace());
  }

  /** Returns the number of a text field's name; 0 if it has none, not even here. */
  int findField(String name) {
    int number = dictionary.findField(name);
    return number != 0 ? number : indexOfField(name);
  }

  /** Returns the number of a text field's name, a new one if need be. */
  int findOrDefineField(String name) {
    int number = findField(name);
    if (number == 0) {
      fields.add(name);
      number = dictionary.fields() + fields.size();
    }
    return number;
  }

  /** Returns the name of a text field. */
  String field(int number) {
    int defined = dictionary.fields();
    return number <= defined ? dictionary.field(number) : fields.get(number - defined - 1);
  }

  /** Returns an upper bound of the bytes that the definitions take. */
  long bytes() {
    return (long) (tags.size() + fields.size()) * DefinitionLayout.size(Tag.MAX_BYTES);
  }

  static byte[] utf8(String name) {
    return Utf8.encode(name, "a text field's name");
  }

  private int indexOfField(String name) {
    int index = fields.indexOf(name);
    return index < 0 ? 0 : dictionary.fields() + index + 1;
  }
}
