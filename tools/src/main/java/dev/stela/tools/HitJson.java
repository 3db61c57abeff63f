package dev.stela.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.stela.Entity;
import dev.stela.Highlight;
import dev.stela.Lifecycle;
import dev.stela.RankedHit;
import dev.stela.Tag;
import java.util.List;

/** A hit of a search as JSON. Its texts and content are what {@code stela get} shows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HitJson(
    @JsonUnwrapped EntityIdJson entity,
    float score,
    Lifecycle lifecycle,
    long lsn,
    List<String> tags,
    List<Piece> highlights) {

  /** A piece of a text; the marks are indexes in the piece. */
  record Piece(String field, String text, int offset, List<Highlight.Mark> marks) {}

  /** Returns a hit; without highlights if they are null. */
  static HitJson of(RankedHit hit, Entity entity, List<Highlight> highlights) {
    return new HitJson(
        EntityIdJson.of(entity.id()),
        hit.score(),
        entity.lifecycle(),
        entity.lsn(),
        entity.tags().stream().map(Tag::text).toList(),
        highlights == null
            ? null
            : highlights.stream()
                .map(piece -> new Piece(piece.field(), piece.text(), piece.offset(), piece.marks()))
                .toList());
  }
}
