package dev.stela.tools.demo;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityReader;
import dev.stela.Lifecycle;
import dev.stela.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an entity should look like in the store. Changed copies are made by the {@code with}s. */
record State(
    Lifecycle lifecycle, SortedSet<String> tags, byte[] content, SortedMap<String, String> texts) {

  State with(Lifecycle newLifecycle) {
    return new State(newLifecycle, tags, content, texts);
  }

  State withTag(String tag) {
    SortedSet<String> more = new TreeSet<>(tags);
    more.add(tag);
    return new State(lifecycle, more, content, texts);
  }

  State withoutTag(String tag) {
    SortedSet<String> fewer = new TreeSet<>(tags);
    fewer.remove(tag);
    return new State(lifecycle, fewer, content, texts);
  }

  State withNamespace(String namespace, String value) {
    SortedSet<String> others = new TreeSet<>(tags);
    others.removeIf(tag -> tag.startsWith(namespace + ":"));
    others.add(namespace + ":" + value);
    return new State(lifecycle, others, content, texts);
  }

  State withContent(byte[] newContent) {
    return new State(lifecycle, tags, newContent, texts);
  }

  State withText(String field, String text) {
    SortedMap<String, String> more = new TreeMap<>(texts);
    more.put(field, text);
    return new State(lifecycle, tags, content, more);
  }

  /** Returns what is different in the store; null if nothing is. */
  String differenceFrom(EntityReader reader, EntityId id) throws IOException {
    Entity found = reader.find(id).orElse(null);
    if (found == null) {
      return "is not there";
    }
    if (!found.id().equals(id)) {
      return "has another id: " + found.id();
    }
    if (found.lifecycle() != lifecycle) {
      return "is " + found.lifecycle();
    }
    SortedSet<String> foundTags = new TreeSet<>();
    found.tags().stream().map(Tag::text).forEach(foundTags::add);
    if (!foundTags.equals(tags)) {
      return "has other tags: " + foundTags;
    }
    if (!found.texts().equals(texts)) {
      return "has other texts: " + found.texts().keySet();
    }
    if (found.contentLength() != content.length) {
      return "has content of another length: " + found.contentLength();
    }
    return sameContent(reader, found) ? null : "has other content";
  }

  private boolean sameContent(EntityReader reader, Entity found) throws IOException {
    if (found.contentLength() <= Entity.LOADED_CONTENT_LIMIT) {
      return Arrays.equals(found.content(), content);
    }
    if (lifecycle != Lifecycle.ACTIVE) {
      // Long content is streamed, and only an active entity's is.
      return true;
    }
    try (InputStream in = reader.openContent(found.id())) {
      return Arrays.equals(in.readAllBytes(), content);
    }
  }
}
