package dev.stela.internal.index.dictionary;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The namespaces by number and by name. Number 0 is for tags without a namespace. One thread adds;
 * any thread gets.
 */
final class NamespaceTable {
  private static final int PAGE_SHIFT = 10;

  private final Map<String, NamespaceTags> byName = new ConcurrentHashMap<>();
  private volatile NamespaceTags[][] pages = new NamespaceTags[1][];
  private volatile int size;

  NamespaceTable() {
    add(null);
  }

  int size() {
    return size;
  }

  NamespaceTags get(int number) {
    return pages[number >>> PAGE_SHIFT][number & (1 << PAGE_SHIFT) - 1];
  }

  /** Returns the namespace with a name, which is null for tags without one; null if none has it. */
  NamespaceTags find(String name) {
    return name == null ? get(0) : byName.get(name);
  }

  NamespaceTags findOrAdd(String name) {
    NamespaceTags found = find(name);
    return found != null ? found : add(name);
  }

  private NamespaceTags add(String name) {
    int number = size;
    int page = number >>> PAGE_SHIFT;
    NamespaceTags[][] all = pages;
    if (page == all.length) {
      all = Arrays.copyOf(all, page * 2);
      pages = all;
    }
    if (all[page] == null) {
      all[page] = new NamespaceTags[1 << PAGE_SHIFT];
    }
    var added = new NamespaceTags(number, name);
    all[page][number & (1 << PAGE_SHIFT) - 1] = added;
    // Volatile store: whoever sees the new size sees page and namespace.
    size = number + 1;
    if (name != null) {
      byName.put(name, added);
    }
    return added;
  }
}
