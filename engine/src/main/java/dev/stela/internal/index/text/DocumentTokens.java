package dev.stela.internal.index.text;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.analysis.TokenSink;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The tokens of a document, field by field, in compact arrays that are used again. One thread at a
 * time; it may be handed from one to another.
 */
public final class DocumentTokens implements TokenSink {
  /** The terms of a document take no more, so that any document has room in an empty delta. */
  public static final int MAX_BYTES = 1 << 26;

  // Of a token: a new term's length and first block, or what one more posting takes.
  private static final int LIST_BYTES = 24;
  private static final int FIRST_BYTES = 1024;
  private static final int FIRST_TOKENS = 128;
  private static final int KEPT_BYTES = 1 << 20;
  private static final int KEPT_TOKENS = 1 << 18;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int byteCount;
  private int[] ends = new int[FIRST_TOKENS];
  private int[] positions = new int[FIRST_TOKENS];
  private int tokens;
  private int[] fields = new int[2];
  private int[] fieldEnds = new int[2];
  private int[] fieldLengths = new int[2];
  private int fieldCount;
  private int lastPosition;

  /** Creates an empty document. */
  public DocumentTokens() {}

  /** Forgets everything, and gives memory back that only few documents need. */
  public void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
    if (ends.length > KEPT_TOKENS) {
      ends = new int[FIRST_TOKENS];
      positions = new int[FIRST_TOKENS];
    }
    byteCount = 0;
    tokens = 0;
    fieldCount = 0;
  }

  /** Tells whether no field has a token. */
  public boolean isEmpty() {
    return tokens == 0;
  }

  /** Begins a field: the tokens that follow are its own. Fields come in any order, each once. */
  public void begin(int field) {
    if (fieldCount == fields.length) {
      fields = Arrays.copyOf(fields, 2 * fieldCount);
      fieldEnds = Arrays.copyOf(fieldEnds, 2 * fieldCount);
      fieldLengths = Arrays.copyOf(fieldLengths, 2 * fieldCount);
    }
    fields[fieldCount] = field;
    fieldEnds[fieldCount] = tokens;
    fieldLengths[fieldCount] = 0;
    fieldCount++;
    lastPosition = -1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidArgumentException if the document's terms take more than {@link #MAX_BYTES}
   */
  @Override
  public void token(byte[] term, int length, int position, int start, int end) {
    if (bytes.length - byteCount < length) {
      makeRoom(length);
    }
    System.arraycopy(term, 0, bytes, byteCount, length);
    byteCount += length;
    if (tokens == ends.length) {
      ends = Arrays.copyOf(ends, 2 * tokens);
      positions = Arrays.copyOf(positions, 2 * tokens);
    }
    ends[tokens] = byteCount;
    positions[tokens] = position;
    tokens++;
    fieldEnds[fieldCount - 1] = tokens;
    if (position != lastPosition) {
      // Several terms of one place make a text no longer.
      fieldLengths[fieldCount - 1]++;
      lastPosition = position;
    }
  }

  /** Takes back the field begun last, with its tokens. */
  public void dropField() {
    fieldCount--;
    tokens = fieldCount == 0 ? 0 : fieldEnds[fieldCount - 1];
    byteCount = tokens == 0 ? 0 : ends[tokens - 1];
  }

  private void makeRoom(int length) {
    if (MAX_BYTES - byteCount < length) {
      throw new InvalidArgumentException(
          "An entity has more text than can be indexed: maxTermBytes=" + MAX_BYTES);
    }
    int grown = Math.max(byteCount + length, 2 * bytes.length);
    bytes = Arrays.copyOf(bytes, Math.min(grown, MAX_BYTES));
  }

  /** Returns how many bytes of terms and posting lists the document makes in a delta at most. */
  public long listBytes() {
    return byteCount + (long) LIST_BYTES * tokens;
  }

  /** Returns the number of fields. */
  public int fields() {
    return fieldCount;
  }

  /** Returns the number of the name of a field. */
  public int field(int index) {
    return fields[index];
  }

  /** Gives the fields numbers, by their index. */
  public void renumber(IntUnaryOperator numbers) {
    for (int i = 0; i < fieldCount; i++) {
      fields[i] = numbers.applyAsInt(i);
    }
  }

  /** Returns the index of a field's first token. */
  public int firstToken(int index) {
    return index == 0 ? 0 : fieldEnds[index - 1];
  }

  /** Returns the index behind a field's last token. */
  public int endToken(int index) {
    return fieldEnds[index];
  }

  /** Returns the length of a field: its tokens, those of one place counted once. */
  public int length(int index) {
    return fieldLengths[index];
  }

  /** Returns the bytes of all terms. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns where in the bytes a token's term begins. */
  public int termStart(int token) {
    return token == 0 ? 0 : ends[token - 1];
  }

  /** Returns where in the bytes a token's term ends. */
  public int termEnd(int token) {
    return ends[token];
  }

  /** Returns the position of a token. */
  public int position(int token) {
    return positions[token];
  }
}
