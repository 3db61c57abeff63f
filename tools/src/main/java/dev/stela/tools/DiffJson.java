package dev.stela.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.stela.EntityDiff;
import dev.stela.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A difference as JSON; of what is null, nothing stood. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DiffJson(
    @JsonUnwrapped EntityIdJson entity,
    boolean different,
    EntityDiff.Moment before,
    EntityDiff.Moment after,
    Map<String, Instant> tagsAdded,
    Map<String, Instant> tagsRemoved,
    Map<String, EntityDiff.Refresh> tagsRefreshed,
    EntityDiff.ContentChange content,
    Map<String, EntityDiff.TextChange> texts) {

  static DiffJson of(EntityDiff diff) {
    return new DiffJson(
        EntityIdJson.of(diff.id()),
        !diff.isEmpty(),
        diff.before(),
        diff.after(),
        byText(diff.tagsAdded()),
        byText(diff.tagsRemoved()),
        byText(diff.tagsRefreshed()),
        diff.content(),
        diff.texts());
  }

  private static <V> Map<String, V> byText(Map<Tag, V> tags) {
    Map<String, V> texts = new LinkedHashMap<>();
    tags.forEach((tag, found) -> texts.put(tag.text(), found));
    return texts;
  }
}
