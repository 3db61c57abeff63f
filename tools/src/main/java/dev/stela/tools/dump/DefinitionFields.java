package dev.stela.tools.dump;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.RecordLayout;

/** Prints the record that gives a tag or a text field its number. */
final class DefinitionFields {
  private DefinitionFields() {}

  static void print(Fields fields) {
    boolean tag = RecordLayout.kind(fields.memory(), fields.start()) == RecordLayout.KIND_TAG;
    fields.title("definition of a " + (tag ? "tag" : "text field"), 0);
    int length = fields.int32("length", RecordLayout.LENGTH_OFFSET);
    fields.int8("kind", RecordLayout.KIND_OFFSET);
    fields.zeros("flags", RecordLayout.FLAGS_OFFSET, Byte.BYTES);
    int bytes = fields.int16("bytes", DefinitionLayout.BYTES_OFFSET);
    fields.int32("number", DefinitionLayout.NUMBER_OFFSET);
    if (DefinitionLayout.size(bytes) > length) {
      fields.note("DAMAGED: the text is longer than its record");
      return;
    }
    fields.text("text", DefinitionLayout.TEXT_OFFSET, bytes);
    long end = DefinitionLayout.TEXT_OFFSET + (long) bytes;
    fields.zeros("padding", end, length - end);
  }
}
